/** The script of a timeline's page. It reads `#data` and draws, plays and moves. */
export const TIMELINE_SCRIPT = String.raw`
const $ = (selector) => document.querySelector(selector);
const { duration, labels, segments, levels, clock } = JSON.parse($("#data").textContent);
const peaks = Uint8Array.from(atob(levels), (character) => character.charCodeAt(0));
const audio = $("audio");
const [detail, overview] = [$("#detail"), $("#overview")];
const rows = [...document.querySelectorAll("tbody tr")];
const hidden = new Set();
// seconds in the detailed picture
let span = duration;
let at = 0;
let from = 0;
let current = -2;

const two = (value) => String(value).padStart(2, "0");
const time = (seconds) => {
  const tenths = Math.floor(10 * seconds);
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  const minutes = Math.floor(tenths / 600);
  return duration >= 3600 ? Math.floor(minutes / 60) + ":" + two(minutes % 60) + ":" + rest : minutes + ":" + rest;
};
// the last of the segments that have begun and not ended
const segmentAt = (seconds) => segments.findLastIndex(({ start, end }) => start <= seconds && seconds < end);
const colours = new Map();
const colour = (name) => {
  if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return colours.get(name);
};
const ownColour = ({ sure, emotion }) => colour("--e" + (sure ? labels.indexOf(emotion) : labels.length));

function prepare(canvas) {
  const ratio = devicePixelRatio || 1;
  const { width, height } = canvas.getBoundingClientRect();
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

const shown = ({ sure, emotion }) => !hidden.has(sure ? emotion : "");

function wave(context, width, top, height, start, end, bar) {
  const middle = top + height / 2;
  const step = bar + (bar > 1 ? 1 : 0);
  for (let x = 0; x < width; x += step) {
    const a = start + ((end - start) * x) / width;
    const b = start + ((end - start) * (x + step)) / width;
    const first = Math.floor((a / duration) * peaks.length);
    const last = Math.max(first + 1, Math.ceil((b / duration) * peaks.length));
    let peak = 0;
    for (let i = Math.max(0, first); i < last && i < peaks.length; i++) peak = Math.max(peak, peaks[i]);
    const found = segmentAt((a + b) / 2);
    const segment = segments[found];
    context.fillStyle = segment && shown(segment) ? ownColour(segment) : colour("--line");
    const size = Math.max(1, (peak / 255) * height);
    context.fillRect(x, middle - size / 2, bar, size);
  }
}

function drawDetail() {
  const { context, width, height } = prepare(detail);
  const x = (seconds) => ((seconds - from) / span) * width;
  const strip = 26;
  const top = height - strip;
  context.font = "600 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (const [i, segment] of segments.entries()) {
    if (segment.end < from || segment.start > from + span || !shown(segment)) continue;
    const [left, right] = [Math.max(0, x(segment.start)), Math.min(width, x(segment.end))];
    context.fillStyle = ownColour(segment);
    context.globalAlpha = i === current ? 0.24 : 0.1;
    context.fillRect(left, 0, right - left, top);
    context.globalAlpha = i === current ? 1 : 0.85;
    context.fillRect(left, top, Math.max(1, right - left - 1), strip);
    context.globalAlpha = 1;
    const name = segment.sure ? segment.emotion : "not sure";
    if (context.measureText(name).width + 10 < right - left) {
      context.fillStyle = colour("--page");
      context.fillText(name, left + 6, top + strip / 2 + 1);
    }
  }
  wave(context, width, 16, top - 26, from, from + span, 2);
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "top";
  const step = [0.5, 1, 2, 5, 10, 15, 30, 60].find((seconds) => (seconds / span) * width > 80) || 60;
  for (let tick = Math.ceil(from / step) * step; tick < from + span; tick += step) {
    context.fillStyle = colour("--line");
    context.fillRect(x(tick), 0, 1, 5);
    context.fillStyle = colour("--quiet");
    const text = time(tick).replace(/\.0$/, "");
    if (x(tick) + context.measureText(text).width + 4 < width) context.fillText(text, x(tick) + 4, 2);
  }
  context.fillStyle = colour("--text");
  context.fillRect(Math.round(x(at)) - 1, 0, 2, height);
}

function drawOverview() {
  const { context, width, height } = prepare(overview);
  wave(context, width, 3, height - 6, 0, duration, 1);
  if (span < duration) {
    context.fillStyle = colour("--text");
    context.globalAlpha = 0.12;
    context.fillRect((from / duration) * width, 0, (span / duration) * width, height);
    context.globalAlpha = 1;
  }
  context.fillStyle = colour("--text");
  context.fillRect(Math.round((at / duration) * width) - 1, 0, 2, height);
}

function drawNow(index) {
  const segment = segments[index];
  const now = $(".now");
  now.style.setProperty("--own", segment ? ownColour(segment) : colour("--line"));
  $("#emotion").textContent = segment ? (segment.sure ? segment.emotion : "not sure") : "nobody speaks";
  $("#confidence").textContent = segment
    ? Math.round(100 * segment.p[labels.indexOf(segment.emotion)]) + " % " + (segment.sure ? "sure" : segment.emotion) + (segment.speaker ? ", " + segment.speaker : "")
    : "";
  $("#text").textContent = segment?.text ?? "";
  for (const [i, bar] of document.querySelectorAll(".bars > div").entries()) {
    const probability = segment ? segment.p[i] : 0;
    bar.querySelector(".track i").style.width = 100 * probability + "%";
    bar.querySelector("dd:last-child").textContent = segment ? Math.round(100 * probability) + " %" : "";
  }
}

function show(follows) {
  $("#clock").textContent = time(at);
  detail.setAttribute("aria-valuenow", at.toFixed(1));
  detail.setAttribute("aria-valuetext", time(at));
  const index = segmentAt(at);
  if (index !== current) {
    rows[current]?.classList.remove("current");
    rows[current]?.removeAttribute("aria-current");
    rows[index]?.classList.add("current");
    rows[index]?.setAttribute("aria-current", "true");
    if (follows && index >= 0 && !audio.paused) rows[index].scrollIntoView({ block: "nearest" });
    current = index;
    drawNow(index);
  }
  span = Math.min(duration, Math.max(8, detail.clientWidth / 40));
  if (at < from || at > from + span * 0.85) from = at - span * 0.15;
  from = Math.max(0, Math.min(duration - span, from));
  drawDetail();
  drawOverview();
}

function seek(seconds) {
  at = Math.max(0, Math.min(duration, seconds));
  if (audio.readyState > 0) audio.currentTime = at;
  show(false);
}

function toggle() {
  if (audio.paused) audio.play().catch(() => {});
  else audio.pause();
}

function follow() {
  if (audio.paused) return;
  at = audio.currentTime;
  show(true);
  requestAnimationFrame(follow);
}

audio.addEventListener("play", () => {
  document.body.classList.add("playing");
  $(".transport button").setAttribute("aria-label", "Pause");
  follow();
});
for (const type of ["pause", "ended"]) {
  audio.addEventListener(type, () => {
    document.body.classList.remove("playing");
    $(".transport button").setAttribute("aria-label", "Play");
  });
}
const isMissing = (value) => {
  $(".missing").hidden = !value;
  $(".transport button").disabled = value;
};
audio.addEventListener("error", () => isMissing(true));
audio.addEventListener("loadedmetadata", () => {
  isMissing(false);
  audio.currentTime = at;
});
if (audio.error || !audio.src) isMissing(true);
$(".missing input").addEventListener("change", ({ target }) => {
  if (target.files[0]) audio.src = URL.createObjectURL(target.files[0]);
});
$(".transport button").addEventListener("click", toggle);
$("select").addEventListener("change", ({ target }) => (audio.playbackRate = Number(target.value)));

for (const [canvas, secondsOf] of [
  [detail, (share) => from + share * span],
  [overview, (share) => share * duration],
]) {
  const move = (event) => {
    const { left, width } = canvas.getBoundingClientRect();
    seek(secondsOf((event.clientX - left) / width));
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    move(event);
  });
  canvas.addEventListener("pointermove", (event) => event.buttons > 0 && canvas === overview && move(event));
}
for (const [i, row] of rows.entries()) row.addEventListener("click", () => seek(segments[i].start));
for (const button of document.querySelectorAll(".legend button")) {
  button.addEventListener("click", () => {
    const { emotion } = button.dataset;
    if (!hidden.delete(emotion)) hidden.add(emotion);
    button.setAttribute("aria-pressed", String(!hidden.has(emotion)));
    for (const [i, row] of rows.entries()) row.hidden = !shown(segments[i]);
    show(false);
  });
}

function step(by) {
  const places = segments.flatMap((segment, i) => (shown(segment) ? i : []));
  const place = by > 0 ? places.find((i) => segments[i].start > at + 0.05) : places.findLast((i) => segments[i].start < at - 0.05);
  if (place === undefined) return;
  seek(segments[place].start + 0.001);
  rows[place].scrollIntoView({ block: "nearest" });
}
const KEYS = {
  " ": toggle,
  k: toggle,
  ArrowLeft: () => seek(at - 2),
  ArrowRight: () => seek(at + 2),
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  Home: () => seek(0),
  End: () => seek(duration),
};
addEventListener("keydown", (event) => {
  const key = KEYS[event.key];
  const isOwn = event.target.closest("select, input") || (event.key === " " && event.target.closest("button"));
  if (!key || isOwn || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  key();
});
addEventListener("resize", () => show(false));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  colours.clear();
  current = -2;
  show(false);
});
show(false);
`;
