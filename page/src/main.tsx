import { render } from "preact";
import { Session } from "./model/session";
import { App } from "./view/app";

declare global {
  interface Window {
    fangtianRefused?: boolean;
  }
}

if (!window.fangtianRefused) {
  const root = document.getElementById("app");
  if (root) {
    const session = new Session("zh", `<!DOCTYPE html>\n${document.documentElement.outerHTML}\n`);
    root.textContent = "";
    render(<App session={session} />, root);
    void session.start();
  }
}
