// The plan's data: arrays come as one gzip stream in base64, and the plan says where each lies.
const plan = JSON.parse(document.getElementById("plan").textContent);
const kTypes = { f4: Float32Array, u4: Uint32Array, i2: Int16Array };

function say(trouble) {
  const box = document.getElementById("trouble");
  box.textContent = trouble;
  box.hidden = false;
}

async function readArrays() {
  const text = atob(document.getElementById("arrays").textContent);
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; ++n) bytes[n] = text.charCodeAt(n);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/// An array of the plan, {type, at, count}, as numbers.
function arrayOf(buffer, place) { return new kTypes[place.type](buffer, place.at, place.count); }
