import { mount } from "svelte";
import { Access } from "../access/access.svelte";
import { screenToken } from "../access/screenToken";
import { connect } from "../connection/client";
import { SourceBoard } from "../programme/sourceBoard.svelte";
import "../styles/fonts.css";
import "../styles/page.css";
import Dj from "./Dj.svelte";

const token = screenToken(location.hash, new Access(sessionStorage).token);
mount(Dj, {
  target: document.getElementById("dj")!,
  props: {
    board: new SourceBoard(connect(() => token).genre),
    initialSourceId: new URLSearchParams(location.search).get("source") ?? "",
  },
});
