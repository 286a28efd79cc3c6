import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/app";
import { start } from "./start";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
start();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
