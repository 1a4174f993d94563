import { mount } from "svelte";
import { Access } from "../access/access.svelte";
import { screenToken } from "../access/screenToken";
import { connect } from "../connection/client";
import { SourceBoard } from "../programme/sourceBoard.svelte";
import "../styles/fonts.css";
import "../styles/page.css";
import Dj from "./Dj.svelte";

const access = new Access(sessionStorage);
// Asked for with each call: an address that is given another token does not load the page anew.
const token = () => screenToken(location.hash, access.token);
mount(Dj, {
  target: document.getElementById("dj")!,
  props: {
    board: new SourceBoard(connect(token).genre),
    token,
    initialSourceId: new URLSearchParams(location.search).get("source") ?? "",
  },
});
