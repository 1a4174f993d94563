import { mount } from "svelte";
import App from "./App.svelte";
import { Access } from "./access/access.svelte";
import { AlertBoard } from "./alerts/alertBoard.svelte";
import { connect } from "./connection/client";
import { SourceBoard } from "./programme/sourceBoard.svelte";
import { PageLocation } from "./routing/location.svelte";
import "./styles/fonts.css";
import "./styles/page.css";

const access = new Access(sessionStorage);
const daemon = connect(() => access.token);
mount(App, {
  target: document.getElementById("page")!,
  props: {
    daemon,
    access,
    board: new SourceBoard(daemon.genre),
    alerts: new AlertBoard(daemon.alerts),
    address: new PageLocation(),
  },
});
