import { mount } from "svelte";
import App from "./App.svelte";
import { genreClient } from "./connection/client";
import { SourceBoard } from "./programme/sourceBoard.svelte";
import "./styles/fonts.css";
import "./styles/page.css";

mount(App, {
  target: document.getElementById("page")!,
  props: { board: new SourceBoard(genreClient()) },
});
