import { mount } from "svelte";
import { Access } from "../access/access.svelte";
import { screenToken } from "../access/screenToken";
import { connect } from "../connection/client";
import { SourceBoard } from "../programme/sourceBoard.svelte";
import "../styles/fonts.css";
import "../styles/page.css";
import Overlay from "./Overlay.svelte";
import { parseOverlay } from "./overlayOptions";

const token = screenToken(location.hash, new Access(sessionStorage).token);
mount(Overlay, {
  target: document.getElementById("overlay")!,
  props: { board: new SourceBoard(connect(() => token).genre), options: parseOverlay(location.search) },
});
