"use client";

import { useState } from "react";

export default function Page() {
  const [answers, setAnswers] = useState({});

  async function predict({ target }) {
    const [file] = target.files;
    // on the server
    const response = await fetch("/predict", { method: "POST", body: file });
    const { emotion: server, message } = await response.json();
    setAnswers({ server: server ?? message });
    // in the browser, from where nothing is sent
    const { loadModel } = await import("affekt");
    const model = await loadModel();
    const { emotion: browser } = await model.predictAudio(file);
    await model.release();
    setAnswers({ server: server ?? message, browser });
  }

  return (
    <main>
      <input type="file" aria-label="Recording" onChange={predict} />
      <p>
        Server: <output id="server">{answers.server}</output>
      </p>
      <p>
        Browser: <output id="browser">{answers.browser}</output>
      </p>
    </main>
  );
}
