// The page around space and slices: stops, notes, parts, findings, time.
class Page {
  constructor(space, slices) {
    this.space = space;
    this.slices = slices;
    this.bone = document.getElementById("bone");
    document.getElementById("title").textContent = document.title = plan.title;
    this.makeStops();
    this.makeParts();
    this.makeFindings();
    this.makeTime();
    this.bone.addEventListener("input", () => this.showBone());
    this.tab("scene"), this.go(0);
  }

  tab(name) {
    for (const each of ["scene", "numbers"]) {
      document.getElementById(each + "-page").hidden = each !== name;
      const button = document.getElementById("show-" + each);
      button.classList.toggle("on", each === name);
      button.onclick = () => this.tab(each);
    }
  }

  makeStops() {
    const list = document.getElementById("stops");
    plan.stops.forEach((stop, n) => {
      const button = document.createElement("button");
      button.textContent = n + 1;
      button.title = stop.title;
      button.onclick = () => this.go(n);
      list.append(Object.assign(document.createElement("li"), {})), list.lastChild.append(button);
    });
    document.getElementById("back").onclick = () => this.go(this.stop - 1);
    document.getElementById("next").onclick = () => this.go(this.stop + 1);
    document.addEventListener("keydown", (event) => {
      if (event.target.matches("input")) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") this.go(this.stop + 1);
      if (event.key === "ArrowLeft" || event.key === "PageUp") this.go(this.stop - 1);
    });
  }

  go(n) {
    this.stop = Math.min(plan.stops.length - 1, Math.max(0, n));
    const stop = plan.stops[this.stop];
    document.getElementById("stop-title").textContent = `${this.stop + 1}. ${stop.title}`;
    document.getElementById("stop-note").textContent = stop.note + (stop.missing ? "\n▲ " + stop.missing : "");
    document.querySelectorAll("#stops button").forEach((button, k) => button.classList.toggle("on", k === this.stop));
    this.bone.value = 1;
    this.slices.window = [...stop.window];
    for (const part of plan.parts) if (part.timeS === undefined) this.setVisible(part, this.visibleAt(part, stop));
    this.showBone();
    this.showTime(stop.timeS);
    this.slices.goTo(stop.at);
    this.space.goTo(stop.focus, stop.from, stop.distanceMm, stop.viewAngleDeg);
  }

  /// Whether a stop shows a part.
  visibleAt(part, stop) {
    if (part.group === "zone" && !stop.zones || part.group === "cement" && !stop.cement) return false;
    return stop.parts[part.id]?.visible ?? part.visible;
  }

  /// The slider scales the opacities of the stop.
  showBone() {
    const looks = plan.stops[this.stop].parts, share = Number(this.bone.value);
    for (const part of plan.parts) this.space.setOpacity(part.id, (looks[part.id]?.opacity ?? part.opacity) * (part.bone ? share : 1));
    this.space.draw();
  }

  setVisible(part, visible) {
    this.space.meshes.get(part.id).visible = visible;
    this.boxes.get(part.id).checked = visible;
  }

  show(part, visible) {
    this.setVisible(part, visible);
    this.space.draw();
    this.slices.drawAll();
  }

  makeParts() {
    const list = document.getElementById("parts");
    this.boxes = new Map();
    for (const part of plan.parts) {
      if (part.timeS !== undefined) continue;
      const label = document.createElement("label"), box = document.createElement("input"), colour = document.createElement("em");
      box.type = "checkbox";
      box.checked = part.visible;
      box.onchange = () => this.show(part, box.checked);
      this.boxes.set(part.id, box);
      colour.style.background = part.color;
      label.append(box, colour, part.name);
      list.append(label);
    }
  }

  makeFindings() {
    const list = document.getElementById("findings");
    document.getElementById("findings-box").hidden = plan.findings.length === 0;
    for (const finding of plan.findings) {
      const item = document.createElement("li"), small = document.createElement("small");
      item.className = finding.severity;
      item.append(finding.text, small);
      small.textContent = finding.accepted === null ? "" : "Accepted: " + finding.accepted;
      if (finding.at) item.onclick = () => { this.slices.goTo(finding.at); this.space.goTo(finding.at, plan.stops[this.stop].from, 180, 30); };
      list.append(item);
    }
  }

  /// A slider through the film of zones; its right end shows them at their largest.
  makeTime() {
    this.times = [...new Set(plan.parts.filter((part) => part.timeS !== undefined).map((part) => part.timeS))].sort((a, b) => a - b);
    const slider = document.getElementById("time");
    document.getElementById("time-row").hidden = this.times.length === 0;
    Object.assign(slider, { min: 0, max: this.times.length, step: 1, value: this.times.length });
    slider.oninput = () => this.showTime(this.times[Number(slider.value)] ?? null);
  }

  /// The zones at the moment of the film nearest to a time, or at their largest without one.
  showTime(timeS) {
    const near = timeS === null ? -1 : this.times.reduce((best, t, n) => best < 0 || Math.abs(t - timeS) < Math.abs(this.times[best] - timeS) ? n : best, -1);
    const time = near < 0 ? undefined : this.times[near], stop = plan.stops[this.stop];
    document.getElementById("time").value = near < 0 ? this.times.length : near;
    document.getElementById("time-text").textContent = time === undefined ? "their largest" : `${Math.floor(time / 60)} min ${Math.round(time % 60)} s`;
    for (const part of plan.parts) {
      const mesh = this.space.meshes.get(part.id);
      if (part.timeS !== undefined) mesh.visible = part.timeS === time;
      else if (part.group === "zone") mesh.visible = this.visibleAt(part, stop) && time === undefined;
    }
    this.space.draw();
    this.slices.drawAll();
  }
}

(async () => {
  try {
    if (!("DecompressionStream" in window)) throw new Error("This browser is too old for the page: open it in one from 2023 or later.");
    const buffer = await readArrays(), space = new Space(buffer), slices = new Slices(buffer, space);
    window.walkthrough = new Page(space, slices);
    document.body.dataset.ready = "yes";
  } catch (error) {
    document.body.dataset.ready = "no";
    say(error.message.includes("WebGL") ? "The 3-D scene needs WebGL: switch it on or open the page in another browser. The numbers are under Numbers." : error.message);
    document.getElementById("show-numbers").onclick = () => { document.getElementById("scene-page").hidden = true; document.getElementById("numbers-page").hidden = false; };
  }
})();
