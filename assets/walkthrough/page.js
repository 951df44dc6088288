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
    document.getElementById("stop-note").textContent = stop.note;
    document.querySelectorAll("#stops button").forEach((button, k) => button.classList.toggle("on", k === this.stop));
    this.bone.value = stop.bone;
    this.showBone();
    this.slices.goTo(stop.at);
    this.space.goTo(stop.at, stop.from, stop.distanceMm);
  }

  showBone() {
    for (const part of plan.parts) if (part.bone) this.space.setOpacity(part.id, part.opacity * Number(this.bone.value));
    this.space.draw();
  }

  show(part, visible) {
    this.space.meshes.get(part.id).visible = visible;
    this.space.draw();
    this.slices.drawAll();
  }

  makeParts() {
    const list = document.getElementById("parts");
    for (const part of plan.parts) {
      if (part.timeS !== undefined) continue;
      const label = document.createElement("label"), box = document.createElement("input"), colour = document.createElement("em");
      box.type = "checkbox";
      box.checked = part.visible;
      box.onchange = () => this.show(part, box.checked);
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
      if (finding.at) item.onclick = () => { this.slices.goTo(finding.at); this.space.goTo(finding.at, plan.stops[this.stop].from, 180); };
      list.append(item);
    }
  }

  /// A slider through the film of zones; its right end shows them at their largest.
  makeTime() {
    const times = [...new Set(plan.parts.filter((part) => part.timeS !== undefined).map((part) => part.timeS))].sort((a, b) => a - b);
    if (times.length === 0) return;
    const slider = document.getElementById("time"), words = document.getElementById("time-text");
    document.getElementById("time-row").hidden = false;
    Object.assign(slider, { min: 0, max: times.length, step: 1, value: times.length });
    const show = () => {
      const time = times[Number(slider.value)];
      words.textContent = time === undefined ? "their largest" : `${Math.floor(time / 60)} min ${Math.round(time % 60)} s`;
      for (const part of plan.parts) {
        if (part.timeS !== undefined) this.space.meshes.get(part.id).visible = part.timeS === time;
        else if (part.group === "zone") this.space.meshes.get(part.id).visible = part.visible && time === undefined;
      }
      this.space.draw();
      this.slices.drawAll();
    };
    slider.oninput = show;
    show();
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
