// The page of a watch. No framework, no build step: what is here is what runs.

const $ = (id) => document.getElementById(id);
const HOUR = 3600_000;
const PAGE = 30;
/** So many anomalies stay in the list of a page that is left open, and as many more as were asked for. */
const KEPT = 300;

// ---------------------------------------------------------------- words and colours

const SCALE = [[0.4, [140, 99, 232]], [0.6, [217, 70, 123]], [0.8, [240, 112, 60]], [1, [251, 197, 60]]];

/** Violet at the usual threshold, yellow where it is certain; the same order as the picture's own scale. */
function colour(score) {
  const x = Math.min(Math.max(score, SCALE[0][0]), 1);
  const i = Math.max(1, SCALE.findIndex(([at]) => x <= at));
  const [from, a] = SCALE[i - 1];
  const [to, b] = SCALE[i];
  const part = (x - from) / (to - from);
  return `rgb(${a.map((v, k) => Math.round(v + part * (b[k] - v))).join(" ")})`;
}

const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const shortClock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });

function when(iso) {
  const time = new Date(iso);
  const today = new Date().toDateString() === time.toDateString();
  return today ? clock.format(time) : `${day.format(time)}, ${clock.format(time)}`;
}

function lasting(seconds) {
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const millis = (seconds) => `${Math.round(1000 * seconds)}`;

// ---------------------------------------------------------------- talking to the server

async function ask(path, options) {
  const answer = await fetch(path, { credentials: "same-origin", ...options });
  if (!answer.ok) {
    let sentence = `The server answered with ${answer.status}.`;
    try { sentence = (await answer.json()).error ?? sentence; } catch { /* no JSON, so no sentence */ }
    throw new Error(sentence);
  }
  return answer.json();
}

const troubles = new Map();

/** One line at the top for whatever is wrong; null takes it away. */
function notice(kind, sentence) {
  if (sentence) troubles.set(kind, sentence); else troubles.delete(kind);
  const text = [...troubles.values()].join(" ");
  if ($("notice").textContent !== text) $("notice").textContent = text;
  $("notice").hidden = !text;
}

function passing(sentence) {
  notice("passing", sentence);
  clearTimeout(passing.timer);
  passing.timer = setTimeout(() => notice("passing", null), 6000);
}

// ---------------------------------------------------------------- the live picture

const Source = window.ManagedMediaSource ?? window.MediaSource;

/** Fragmented MP4 over a WebSocket where the browser can, JPEG pictures where it cannot or where that fails. */
class Player {
  static BEHIND = 0.5;
  static NEAR = 0.08;
  static KEPT = 8;

  constructor(name, video, image) {
    this.name = name;
    this.video = video;
    this.image = image;
    this.failures = 0;
    this.pieces = [];
    image.addEventListener("error", () => {
      image.hidden = true;
      this.later(() => this.showImages(), 2000);
    });
    image.addEventListener("load", () => {
      image.hidden = false;
      if (this.single) this.later(() => this.showImages(), 300);
    });
    video.addEventListener("error", () => { if (this.socket) this.fail(); });
  }

  start() {
    if (this.running) return;
    this.running = true;
    if (Source && "WebSocket" in window && this.failures < 3) this.connect(); else this.showImages();
  }

  /** The server is there again: whatever failed before says nothing. */
  restart() {
    this.stop();
    this.failures = 0;
    this.start();
  }

  stop() {
    this.running = false;
    clearTimeout(this.timer);
    this.disconnect();
    this.image.removeAttribute("src");
  }

  later(action, millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (this.running) action(); }, millis);
  }

  connect() {
    this.disconnect();
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/cameras/${this.name}/stream`);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.begin(data); else this.take(data);
    };
    socket.onclose = (closed) => {
      if (socket !== this.socket) return;
      this.disconnect();
      // 1013: too many viewers; the pictures would be refused as well.
      if (closed.code === 1013) passing(closed.reason);
      // A server that is gone says nothing against video.
      if (!this.played && inTouch()) this.failures++;
      this.played = false;
      if (this.failures >= 3) this.showImages(); else this.later(() => this.connect(), 1500);
    };
    this.socket = socket;
  }

  disconnect() {
    const { socket } = this;
    this.socket = null;
    socket?.close();
    this.pieces = [];
    this.buffer = null;
    if (this.url) {
      URL.revokeObjectURL(this.url);
      this.url = null;
      this.video.removeAttribute("src");
    }
  }

  /** What the stream is made of; comes before the first piece and whenever that changes. */
  begin(type) {
    if (!Source.isTypeSupported(type)) {
      this.failures = 3;
      this.disconnect();
      this.showImages();
      return;
    }
    const media = new Source();
    const old = this.url;
    this.pieces = [];
    this.buffer = null;
    this.url = URL.createObjectURL(media);
    media.addEventListener("sourceopen", () => {
      if (media.readyState !== "open") return;
      try {
        const buffer = media.addSourceBuffer(type);
        buffer.addEventListener("updateend", () => { this.follow(); this.pump(); });
        buffer.addEventListener("error", () => this.fail());
        this.buffer = buffer;
        this.pump();
      } catch { this.fail(); }
    }, { once: true });
    this.video.src = this.url;
    if (old) URL.revokeObjectURL(old);
    this.video.hidden = false;
    this.image.hidden = true;
  }

  take(piece) {
    this.pieces.push(piece);
    // A page that slept has more waiting than it will ever show.
    if (this.pieces.length > 300) { this.fail(); return; }
    this.pump();
  }

  pump() {
    const { buffer, video } = this;
    if (!buffer || buffer.updating || video.error) return;
    try {
      if (buffer.buffered.length && video.currentTime - buffer.buffered.start(0) > 2 * Player.KEPT) {
        buffer.remove(0, video.currentTime - Player.KEPT);
      } else if (this.pieces.length) {
        this.catchUp();
        buffer.appendBuffer(this.pieces.shift());
      }
    } catch { this.fail(); }
  }

  /** How far the picture lags just before the next piece comes is what it could do without. */
  catchUp() {
    const { buffered } = this.buffer;
    if (!buffered.length || !this.played) return;
    const lag = buffered.end(buffered.length - 1) - this.video.currentTime;
    if (lag > Player.BEHIND) this.video.currentTime += lag - Player.NEAR;
    this.video.playbackRate = lag > 2 * Player.NEAR ? 1.06 : 1;
  }

  follow() {
    const { video } = this;
    const buffered = this.buffer?.buffered;
    if (!buffered?.length) return;
    const last = buffered.length - 1;
    if (video.currentTime < buffered.start(last) || video.currentTime > buffered.end(last) + 1) {
      video.currentTime = Math.max(buffered.start(last), buffered.end(last) - Player.NEAR);
    }
    if (video.paused) video.play().catch(() => { /* not visible, or asked too soon: the next piece asks again */ });
    if (!this.played && video.readyState >= 2) { this.played = true; this.failures = 0; }
  }

  fail() {
    this.failures++;
    this.played = false;
    this.disconnect();
    if (!this.running) return;
    if (this.failures >= 3) this.showImages(); else this.later(() => this.connect(), 800);
  }

  showImages() {
    this.disconnect();
    this.video.hidden = true;
    // A browser opens six connections to a server; more endless replies than that would block all else.
    this.single = cameraCount > 4;
    this.image.src = `/cameras/${this.name}/${this.single ? "picture.jpg" : "stream.mjpeg"}?at=${Date.now()}`;
  }
}

// ---------------------------------------------------------------- one camera

class Tile {
  constructor(camera) {
    this.name = camera.name;
    this.node = $("tile").content.firstElementChild.cloneNode(true);
    const find = (selector) => this.node.querySelector(selector);
    this.screen = find(".screen");
    this.veil = find(".veil");
    this.figures = Object.fromEntries([...this.node.querySelectorAll("[data-figure]")].map((dd) => [dd.dataset.figure, dd]));
    this.views = [...this.node.querySelectorAll(".view input")];
    this.slider = find(".threshold input");
    this.value = find(".threshold output");
    find(".name").textContent = camera.name;
    find(".name").title = camera.source;
    this.node.setAttribute("aria-label", `Camera ${camera.name}`);
    find("video").setAttribute("aria-label", `Live picture of ${camera.name}`);
    find(".pictures").alt = `Live picture of ${camera.name}`;
    this.views.forEach((radio) => {
      radio.name = `view-${camera.name}`;
      radio.addEventListener("change", () => this.change({ view: radio.value }));
    });
    this.slider.setAttribute("aria-label", `Threshold of ${camera.name}`);
    this.slider.addEventListener("input", () => {
      this.showThreshold(this.slider.valueAsNumber);
      clearTimeout(this.sliding);
      this.busyUntil = performance.now() + 2500;
      this.sliding = setTimeout(() => this.change({ threshold: this.slider.valueAsNumber }), 150);
    });
    const large = find(".large");
    if (this.screen.requestFullscreen) {
      large.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : this.screen.requestFullscreen()));
    } else large.remove();
    this.player = new Player(camera.name, find("video"), find(".pictures"));
    this.show(camera);
    this.player.start();
  }

  say(sentence, small = "") {
    this.veil.hidden = !sentence;
    if (this.veil.firstChild.textContent !== (sentence ?? "")) this.veil.firstChild.textContent = sentence ?? "";
    this.veil.lastChild.textContent = small;
  }

  /** Nothing is known of the camera while the server does not answer. */
  lose() {
    this.node.dataset.state = "reconnecting";
    this.node.querySelector(".state").textContent = "not connected";
    this.node.classList.add("dim");
    this.say(null);
    Object.values(this.figures).forEach((figure) => { figure.textContent = "–"; });
  }

  async change(look) {
    this.busyUntil = performance.now() + 2500;
    try {
      await ask(`/api/cameras/${this.name}`, { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify(look) });
    } catch (e) {
      this.busyUntil = 0;
      passing(e instanceof TypeError ? "That could not be changed; the server does not answer." : e.message);
    }
  }

  showThreshold(value) {
    this.value.textContent = value.toFixed(2);
  }

  show(camera) {
    const { figures } = this;
    this.node.dataset.state = camera.state;
    this.node.querySelector(".state").textContent = camera.state;
    this.node.classList.toggle("dim", camera.state !== "live" && camera.state !== "ended");
    const sentence = {
      live: null,
      connecting: camera.trouble ?? "Connecting; the first picture comes in a moment.",
      stalled: camera.trouble ?? "The connection stands, but no picture comes.",
      reconnecting: camera.trouble ?? "The connection was lost; it is opened again.",
      ended: "This camera has come to its end.",
    }[camera.state];
    const waits = Math.max(0, (Date.now() - Date.parse(camera.since)) / 1000);
    this.say(sentence, camera.state !== "ended" && waits >= 3 ? `for ${lasting(Math.round(waits))}` : "");
    if (camera.width > 0) {
      const columns = camera.view === "split" ? 2 * camera.width : camera.width;
      this.screen.style.setProperty("--shape", `${columns} / ${camera.height}`);
    }
    const moving = camera.state === "live" || camera.state === "stalled";
    figures.in.textContent = moving ? camera.fps_in.toFixed(1) : "–";
    figures.out.textContent = moving ? camera.fps_out.toFixed(1) : "–";
    const drops = Object.entries(camera.drops);
    figures.drops.textContent = drops.reduce((sum, [, count]) => sum + count, 0).toLocaleString("en");
    figures.drops.parentElement.title = `frames not shown: ${drops.map(([cause, count]) => `${count} ${cause}`).join(", ")}; ${camera.reconnects} reconnects`;
    this.two(figures.delay, moving ? camera.delay_median : null, camera.delay_p95);
    figures.delay.parentElement.title = "from a frame's arrival to its last byte sent to a viewer: median and 95th percentile, ms";
    figures.age.innerHTML = camera.evidence_age === null || !moving ? "–" : `${camera.evidence_age.toFixed(2)} <small>s</small>`;
    figures.age.parentElement.title = `how old what the networks saw is in the picture; they look ${(camera.looks_per_second ?? 0).toFixed(1)} times a second`;
    if (performance.now() > (this.busyUntil ?? 0)) {
      this.views.forEach((radio) => { radio.checked = radio.value === camera.view; });
      if (document.activeElement !== this.slider || this.slider.valueAsNumber !== camera.threshold) this.slider.value = camera.threshold;
      this.showThreshold(camera.threshold);
    }
  }

  two(node, median, p95) {
    node.innerHTML = median === null ? "–" : `${millis(median)} <small>/ ${millis(p95)} ms</small>`;
  }
}

const tiles = new Map();
let cameraCount = 0;

function showCameras(cameras) {
  if (cameras.length !== tiles.size || cameras.some(({ name }) => !tiles.has(name))) {
    tiles.forEach((tile) => tile.player.stop());
    tiles.clear();
    cameraCount = cameras.length;
    $("cameras").replaceChildren(...cameras.map((camera) => {
      tiles.set(camera.name, new Tile(camera));
      return tiles.get(camera.name).node;
    }));
    $("cameras").dataset.count = cameras.length;
    $("filter").replaceChildren(new Option("all", ""), ...cameras.map(({ name }) => new Option(name, name)));
    $("pick").hidden = cameras.length < 2;
    $("events").classList.toggle("single", cameras.length === 1);
    drawLine();
  }
  cameras.forEach((camera) => tiles.get(camera.name).show(camera));
  const live = cameras.filter(({ state }) => state === "live").length;
  const ended = cameras.every(({ state }) => state === "ended");
  const worst = ["reconnecting", "stalled", "connecting"].find((state) => cameras.some((camera) => camera.state === state));
  overall(ended ? "ended" : worst ?? "live", cameras.length === 1 ? cameras[0].state : `${live} of ${cameras.length} cameras live`);
}

function overall(state, text) {
  $("overall").dataset.state = state;
  if ($("overall-text").textContent !== text) $("overall-text").textContent = text;
}

// ---------------------------------------------------------------- anomalies

/** Everything known, by number. */
const events = new Map();
/** Down to this number the list is complete; null when it is complete altogether. */
let next = null;
/** Numbers in the list, newest first. */
let shown = [];
let kept = KEPT;
let loading = 0;

const picked = () => $("filter").value;
const belongs = (event) => !picked() || event.camera === picked();

function card(event) {
  const item = $("card").content.firstElementChild.cloneNode(true);
  item.dataset.id = event.id;
  item.querySelector("button").addEventListener("click", () => openDialog(event.id));
  item.querySelector("img").addEventListener("load", (loaded) => zoom(loaded.target, events.get(event.id)));
  fill(item, event);
  return item;
}

/** Brings the object close, as far as the thumbnail's edges allow. */
function zoom(image, { box, picture: [columns, rows] }) {
  const frame = image.clientWidth / image.clientHeight;
  const shape = columns / rows;
  // A split picture has the annotated half on the right.
  const split = image.naturalWidth / image.naturalHeight > 1.5 * shape;
  // Which part of the annotated picture the thumbnail shows by itself: how much of it, from where.
  const wide = (split ? 2 : 1) * shape >= frame;
  const shown = wide ? [frame / shape, 1] : [1, shape / frame];
  const from = [split ? 1 - shown[0] : (1 - shown[0]) / 2, (1 - shown[1]) / 2];
  const size = [box[2] / columns / shown[0], box[3] / rows / shown[1]];
  const centre = [(box[0] + box[2] / 2) / columns, (box[1] + box[3] / 2) / rows].map((at, i) => (at - from[i]) / shown[i]);
  const times = Math.min(Math.max(1 / (2.5 * Math.max(...size)), 1.01), 4);
  const origin = centre.map((at) => Math.min(Math.max((at - 0.5 / times) / (1 - 1 / times), 0), 1));
  image.style.objectPosition = split ? "right" : "center";
  image.style.transformOrigin = origin.map((at) => `${(100 * at).toFixed(1)}%`).join(" ");
  image.style.transform = `scale(${times.toFixed(2)})`;
}

const picture = (event) => (event.snapshot ? `${event.snapshot}?peak=${event.peak}` : null);

function fill(item, event) {
  const find = (selector) => item.querySelector(selector);
  const image = find("img");
  const source = picture(event);
  if (source && image.getAttribute("src") !== source) image.src = source;
  find(".score").textContent = event.peak.toFixed(2);
  find(".score").style.setProperty("--score", colour(event.peak));
  find(".camera").textContent = event.camera;
  find(".when").textContent = when(event.start);
  find(".long").textContent = `${lasting(event.seconds)}${event.interrupted ? ", interrupted" : ""}`;
  item.classList.toggle("open", event.end === null);
  item.classList.toggle("has-clip", event.clip !== null);
  find("button").setAttribute("aria-label", `Anomaly on ${event.camera}, ${when(event.start)}, score ${event.peak.toFixed(2)}`);
}

async function loadEvents(before) {
  loading++;
  try { await load(before); } finally { loading--; }
}

async function load(before) {
  const asked = new URLSearchParams({ limit: PAGE });
  if (picked()) asked.set("camera", picked());
  if (before) asked.set("before", before);
  const answer = await ask(`/api/events?${asked}`);
  next = answer.next;
  answer.events.forEach((event) => events.set(event.id, event));
  if (!before) {
    kept = KEPT;
    shown = [];
    $("events").replaceChildren();
  }
  answer.events.forEach((event) => {
    if (shown.includes(event.id)) return;
    shown.push(event.id);
    $("events").append(card(event));
  });
  // Who asks for older ones wants to see them for longer than a moment.
  kept = Math.max(kept, shown.length);
  $("more").hidden = next === null;
  $("empty").hidden = shown.length > 0;
}

/** Forgets what is neither in the list nor on the time line: a page may be left open for months. */
function prune() {
  if (loading > 0) return;
  if (shown.length > kept) {
    shown.splice(kept).forEach((id) => $("events").querySelector(`[data-id="${id}"]`)?.remove());
    next = shown[kept - 1];
    $("more").hidden = false;
  }
  const listed = new Set(shown);
  const large = Number($("dialog").dataset.id);
  events.forEach((event, id) => {
    const end = Date.parse(event.start) + 1000 * event.seconds;
    if (end < Date.now() - HOUR && !listed.has(id) && id !== large) events.delete(id);
  });
}

async function loadLine() {
  const answer = await ask(`/api/events?${new URLSearchParams({ from: new Date(Date.now() - HOUR).toISOString(), limit: 1000 })}`);
  answer.events.forEach((event) => events.set(event.id, event));
  drawLine();
}

/** What the server tells of an anomaly as it happens. */
function heard(event) {
  events.set(event.id, event);
  const item = $("events").querySelector(`[data-id="${event.id}"]`);
  if (item) {
    fill(item, event);
  } else if (belongs(event) && (shown.length === 0 || event.id > shown[0])) {
    shown.unshift(event.id);
    const fresh = card(event);
    fresh.classList.add("fresh");
    $("events").prepend(fresh);
    $("empty").hidden = true;
  }
  if (Number($("dialog").dataset.id) === event.id) showFacts(event);
  drawLineSoon();
}

// ---------------------------------------------------------------- the time line

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text !== undefined) node.textContent = text;
  return node;
}

function drawLineSoon() {
  drawLineSoon.asked ??= requestAnimationFrame(() => { drawLineSoon.asked = null; drawLine(); });
}

function drawLine() {
  const line = $("line");
  const names = [...tiles.keys()];
  const width = line.clientWidth || 600;
  const several = names.length > 1;
  const left = several ? Math.min(110, width / 4) : 0;
  const row = 30;
  const height = Math.max(1, names.length) * row + 22;
  const now = Date.now();
  const at = (time) => left + (width - left) * (1 - (now - time) / HOUR);
  const parts = [];
  line.setAttribute("viewBox", `0 0 ${width} ${height}`);
  line.setAttribute("height", height);
  const step = (width - left < 420 ? 20 : 10) * 60_000;
  for (let time = Math.ceil((now - HOUR) / step) * step; time < now; time += step) {
    parts.push(shape("line", { class: "tick", x1: at(time), x2: at(time), y1: 0, y2: height - 20 }));
    if (at(time) < width - 50 && at(time) > left + 16) {
      parts.push(shape("text", { x: at(time), y: height - 5, "text-anchor": "middle" }, shortClock.format(time)));
    }
  }
  parts.push(shape("text", { x: width, y: height - 5, "text-anchor": "end" }, "now"));
  names.forEach((name, i) => {
    if (several) parts.push(shape("text", { x: 0, y: i * row + row / 2 + 4 }, name.length > 15 ? `${name.slice(0, 14)}…` : name));
    parts.push(shape("line", { class: "rail", x1: left, x2: width, y1: i * row + row / 2, y2: i * row + row / 2 }));
  });
  let count = 0;
  [...events.values()].sort((a, b) => a.peak - b.peak).forEach((event) => {
    const index = names.indexOf(event.camera);
    const start = Date.parse(event.start);
    const end = start + 1000 * event.seconds;
    if (index < 0 || end < now - HOUR) return;
    count++;
    const x = Math.max(left, at(start));
    const tall = 8 + 14 * Math.min(Math.max((event.peak - 0.3) / 0.7, 0), 1);
    const mark = shape("rect", {
      class: "mark",
      x: Math.min(x, width - 4),
      y: index * row + (row - tall) / 2,
      width: Math.max(4, at(end) - x),
      height: tall,
      rx: 2,
      fill: colour(event.peak),
    });
    mark.append(shape("title", {}, `${event.camera}, ${when(event.start)}, score ${event.peak.toFixed(2)}, ${lasting(event.seconds)}`));
    mark.addEventListener("click", () => openDialog(event.id));
    parts.push(mark);
  });
  line.setAttribute("aria-label", count === 0 ? "No anomalies in the last hour" : `${count} anomalies in the last hour`);
  line.replaceChildren(...parts);
}

// ---------------------------------------------------------------- one anomaly, large

let kind = null;

function openDialog(id) {
  const event = events.get(id);
  if (!event) return;
  $("dialog").dataset.id = id;
  kind = null;
  $("dialog-stage").replaceChildren();
  showFacts(event);
  if (!$("dialog").open) $("dialog").showModal();
}

function fact(name, value) {
  const pair = document.createElement("div");
  const term = document.createElement("dt");
  const text = document.createElement("dd");
  term.textContent = name;
  text.textContent = value;
  pair.append(term, text);
  return pair;
}

function showFacts(event) {
  $("dialog-title").textContent = `Score ${event.peak.toFixed(2)} on ${event.camera}`;
  const facts = [
    ["First seen", when(event.start)],
    [event.end === null ? "There for" : "Lasted", `${lasting(event.seconds)}${event.end === null ? ", still there" : ""}`],
    ["Peak score", event.peak.toFixed(2)],
    ["Mean score at the peak", event.mean.toFixed(2)],
    ["Where", `${event.box[2]} × ${event.box[3]} pixels at ${event.box[0]}, ${event.box[1]}`],
    ["Age of evidence", event.evidence_age === null ? "not known" : `${event.evidence_age.toFixed(2)} s`],
  ];
  if (event.interrupted) facts.push(["Note", "The watch broke off before it was gone."]);
  $("dialog-facts").replaceChildren(...facts.map(([name, value]) => fact(name, value)));
  const kinds = [["clip", "Clip", event.clip], ["snapshot", "Picture", picture(event)]].filter(([, , source]) => source);
  if (!kinds.some(([name]) => name === kind)) kind = null;
  $("dialog-kind").hidden = kinds.length < 2;
  $("dialog-kind").replaceChildren(...kinds.map(([name, text]) => {
    const button = document.createElement("button");
    button.textContent = text;
    button.setAttribute("aria-pressed", String(name === (kind ?? kinds[0][0])));
    button.addEventListener("click", () => { kind = name; showFacts(events.get(event.id)); });
    return button;
  }));
  $("dialog-links").replaceChildren(...kinds.map(([name, , source]) => {
    const link = document.createElement("a");
    link.href = source;
    link.download = `${event.camera}-${event.id}.${name === "clip" ? "mp4" : "jpg"}`;
    link.textContent = `Save ${name === "clip" ? "clip" : "picture"}`;
    return link;
  }));
  showStage(event, kinds.find(([name]) => name === kind) ?? kinds[0]);
  const index = shown.indexOf(event.id);
  $("dialog-newer").disabled = index <= 0;
  $("dialog-older").disabled = index < 0 || index >= shown.length - 1;
}

function showStage(event, chosen) {
  const stage = $("dialog-stage");
  const source = chosen?.[2] ?? "";
  if (stage.dataset.source === source && stage.firstChild) return;
  stage.dataset.source = source;
  let node;
  if (!chosen) {
    node = document.createElement("p");
    node.textContent = "There is no picture of this anomaly.";
  } else if (chosen[0] === "clip") {
    node = document.createElement("video");
    Object.assign(node, { src: source, controls: true, autoplay: true, loop: true, muted: true, playsInline: true });
    if (event.snapshot) node.poster = picture(event);
    node.addEventListener("error", () => {
      const sorry = document.createElement("p");
      sorry.textContent = "This browser cannot play the clip. It can be saved and played by another program.";
      if (node.isConnected) stage.replaceChildren(sorry);
    });
  } else {
    node = document.createElement("img");
    node.src = source;
    node.alt = `Annotated picture of the anomaly on ${event.camera}`;
  }
  stage.replaceChildren(node);
}

function step(by) {
  const index = shown.indexOf(Number($("dialog").dataset.id)) + by;
  if (index >= 0 && index < shown.length) openDialog(shown[index]);
}

$("dialog-close").addEventListener("click", () => $("dialog").close());
$("dialog-older").addEventListener("click", () => step(1));
$("dialog-newer").addEventListener("click", () => step(-1));
$("dialog").addEventListener("click", (click) => { if (click.target === $("dialog")) $("dialog").close(); });
$("dialog").addEventListener("close", () => {
  delete $("dialog").dataset.id;
  delete $("dialog-stage").dataset.source;
  $("dialog-stage").replaceChildren();
});
$("dialog").addEventListener("keydown", (key) => {
  if (key.target instanceof HTMLVideoElement) return;
  if (key.key === "ArrowLeft") step(1);
  if (key.key === "ArrowRight") step(-1);
});

// ---------------------------------------------------------------- staying in touch

let source = null;
let lastNews = 0;

const inTouch = () => performance.now() - lastNews < 2500;

function listen() {
  source?.close();
  source = new EventSource("/api/live");
  source.addEventListener("status", ({ data }) => {
    const status = JSON.parse(data);
    if (troubles.has("offline") || lastNews === 0) {
      if (lastNews > 0) tiles.forEach((tile) => tile.player.restart());
      notice("offline", null);
      refresh();
    }
    lastNews = performance.now();
    showCameras(status.cameras);
    notice("events", status.events.trouble);
  });
  ["begun", "changed", "ended"].forEach((name) => source.addEventListener(name, ({ data }) => heard(JSON.parse(data))));
}

/** What was missed while nobody listened. */
async function refresh() {
  try {
    await Promise.all([loadEvents(), loadLine()]);
  } catch (e) {
    if (!(e instanceof TypeError)) passing(e.message);
  }
}

setInterval(() => {
  if (document.hidden) return;
  if (performance.now() - lastNews > 4000) {
    notice("offline", "The connection to objectomaly is lost; trying again.");
    overall("reconnecting", "not connected");
    tiles.forEach((tile) => tile.lose());
    // The browser tries by itself unless the server refused it for good.
    if (source.readyState === EventSource.CLOSED || performance.now() - (listen.tried ?? 0) > 8000) {
      listen.tried = performance.now();
      listen();
    }
  }
}, 1000);
setInterval(() => {
  prune();
  if (!document.hidden) drawLine();
}, 10_000);
new ResizeObserver(drawLineSoon).observe($("line"));

/** A page in the background needs no pictures. */
document.addEventListener("visibilitychange", () => {
  clearTimeout(listen.resting);
  if (document.hidden) listen.resting = setTimeout(() => tiles.forEach((tile) => tile.player.stop()), 10_000);
  else tiles.forEach((tile) => tile.player.start());
});

$("more").addEventListener("click", async () => {
  try { await loadEvents(next); } catch (e) { passing(e.message); }
});
$("filter").addEventListener("change", refresh);
listen.tried = performance.now();
listen();
