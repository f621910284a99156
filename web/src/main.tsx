import "virtual:affekt-style.css";
import "./styles/base.css";
import "./styles/inputs.css";
import "./styles/results.css";
import "./styles/panels.css";
import "./styles/patterns.css";
import "./styles/media.css";
import { render } from "preact";
import { App } from "./components/app.tsx";
import { worksOffline } from "./state/offline.ts";
import { isReady, loadModel } from "./state/engine.ts";
import { recallVoice } from "./state/voice.ts";

render(<App />, document.querySelector("#app")!);
await loadModel();
if (isReady.value) await recallVoice();
await worksOffline();
