import { mount } from "svelte";
import { Access } from "../access/access.svelte";
import { screenToken } from "../access/screenToken";
import { connect } from "../connection/client";
import { SourceBoard } from "../programme/sourceBoard.svelte";
import "../styles/fonts.css";
import "../styles/page.css";
import Overlay from "./Overlay.svelte";
import { parseOverlay } from "./overlayOptions";

const access = new Access(sessionStorage);
// Asked for with each call: an address that is given another token does not load the page anew.
const token = () => screenToken(location.hash, access.token);
mount(Overlay, {
  target: document.getElementById("overlay")!,
  props: { board: new SourceBoard(connect(token).genre), options: parseOverlay(location.search) },
});
