document.querySelector("input").addEventListener("change", async ({ target }) => {
  const output = document.querySelector("output");
  try {
    const { emotion } = await globalThis.affekt.predict(target.files[0]);
    output.textContent = emotion;
  } catch (error) {
    output.textContent = error.message;
  }
});
