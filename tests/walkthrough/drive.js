// Uses the walkthrough as a person would and tells the console what happened, a line each: "result: ok NAME" or
// "result: bad NAME", and "result: done" at the end.
(async () => {
  const say = (name, ok, more = "") => console.log(`result: ${ok ? "ok" : "bad"} ${name} ${more}`);
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const until = async (condition) => { for (let n = 0; n < 400 && !condition(); ++n) await rest(50); return condition(); };
  const scene = document.getElementById("scene");

  /// How many colours a canvas shows on a coarse grid, and the sum of them.
  const look = (canvas) => {
    const small = document.createElement("canvas");
    small.width = small.height = 48;
    const context = small.getContext("2d");
    context.drawImage(canvas, 0, 0, 48, 48);
    const data = context.getImageData(0, 0, 48, 48).data, colours = new Set();
    let text = "";
    for (let n = 0; n < data.length; n += 4) { colours.add(`${data[n] >> 3},${data[n + 1] >> 3},${data[n + 2] >> 3}`); text += String.fromCharCode(data[n], data[n + 1], data[n + 2]); }
    return { colours: colours.size, text };
  };
  const drag = async (dx, dy) => {
    const box = scene.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const send = (type, at, buttons) => scene.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x + at * dx, clientY: y + at * dy, buttons, bubbles: true }));
    scene.setPointerCapture = () => {};
    send("pointerdown", 0, 1);
    for (let n = 1; n <= 5; ++n) send("pointermove", n / 5, 1);
    send("pointerup", 1, 0);
    await rest(200);
  };
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  /// Waits for the movement to end: time alone does not tell on a loaded machine, so four frames have to look the same.
  const settle = async () => {
    await rest(1500);
    for (let same = 0, last = ""; same < 4;) {
      await frame();
      const now = look(scene).text;
      same = now === last ? same + 1 : 0;
      last = now;
    }
  };

  try {
    say("opens", await until(() => document.body.dataset.ready === "yes"), document.getElementById("trouble").textContent);
    await settle();
    const outside = performance.getEntriesByType("resource").filter((entry) => !/^(data|blob|file):/.test(entry.name));
    say("asks-no-network", outside.length === 0, outside.map((entry) => entry.name).join(" "));
    const before = look(scene);
    say("scene-is-not-blank", before.colours > 20, before.colours);
    await drag(160, 20);
    say("a-drag-turns-the-scene", await until(() => look(scene).text !== before.text));
    const slice = document.querySelector(".slice canvas"), title = document.querySelector(".slice i");
    const sliceBefore = look(slice), titleBefore = title.textContent;
    say("slice-is-not-blank", sliceBefore.colours > 8, sliceBefore.colours);
    for (let n = 0; n < 6; ++n) slice.dispatchEvent(new WheelEvent("wheel", { deltaY: 100, bubbles: true, cancelable: true }));
    await rest(200);
    say("the-wheel-scrolls-slices", look(slice).text !== sliceBefore.text && title.textContent !== titleBefore, title.textContent);
    const heading = document.getElementById("stop-title"), note = document.getElementById("stop-note");
    const expected = plan.stops.map((stop, n) => `${n + 1}. ${stop.title}`), seen = [];
    walkthrough.go(0);
    for (let n = 0; n < plan.stops.length; ++n) {
      await settle();
      seen.push(heading.textContent);
      say(`note-${n + 1}`, note.textContent.startsWith(plan.stops[n].note), note.textContent);
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true }));
    }
    say("keys-step-through-the-stops", JSON.stringify(seen) === JSON.stringify(expected), seen.join(" | "));
    walkthrough.go(0);
    await settle();
    const first = look(scene);
    document.getElementById("next").click();
    await settle();
    say("a-step-moves-the-eye", plan.stops.length < 2 || await until(() => look(scene).text !== first.text));
    document.getElementById("show-numbers").click();
    say("numbers-are-there", !document.getElementById("numbers-page").hidden && document.querySelectorAll("#numbers-page table").length > 2);
  } catch (error) {
    say("no-exception", false, error.message);
  }
  console.log("result: done");
})();
