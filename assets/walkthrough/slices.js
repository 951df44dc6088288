// Slices of the CT along its own axes, with the outlines of what is shown in space. The patient's left is on the
// right of axial and coronal pictures, anterior is up in axial and left in sagittal ones.
const kViews = [["Axial", 2, [1, 0, 0], [0, 1, 0]], ["Sagittal", 0, [0, 1, 0], [0, 0, -1]], ["Coronal", 1, [1, 0, 0], [0, 0, -1]]];
const kLetters = [["R", "L"], ["A", "P"], ["I", "S"]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

class Slices {
  constructor(buffer, space) {
    const volume = plan.volume;
    this.space = space;
    this.size = volume.size;
    this.voxels = arrayOf(buffer, volume.voxels);
    this.window = [...plan.window];
    this.at = [0, 0, 0];
    this.views = kViews.map(([name, normal, right, down]) => this.makeView(name, normal, right, down));
  }

  /// The voxel axis nearest a patient axis.
  axisAlong(patientAxis) {
    const share = plan.volume.directions.map((d) => Math.abs(d[patientAxis]));
    return share.indexOf(Math.max(...share));
  }

  makeView(name, normal, right, down) {
    const axis = this.axisAlong(normal);
    const box = document.createElement("div");
    box.className = "slice";
    box.innerHTML = "<canvas></canvas><i></i><b class=up></b><b class=down></b><b class=left></b><b class=right></b>";
    document.getElementById("slices").append(box);
    const others = [0, 1, 2].filter((a) => a !== axis);
    const directions = plan.volume.directions;
    const across = others.reduce((best, a) => Math.abs(dot(directions[a], right)) > Math.abs(dot(directions[best], right)) ? a : best, others[0]);
    const along = others.find((a) => a !== across);
    const view = { name, normal, axis, across, along, box, canvas: box.querySelector("canvas"), flipX: dot(directions[across], right) < 0, flipY: dot(directions[along], down) < 0 };
    const word = (way, sign) => { const a = way.findIndex((v) => v !== 0); return kLetters[a][way[a] * sign > 0 ? 1 : 0]; };
    for (const [where, way, sign] of [["right", right, 1], ["left", right, -1], ["down", down, 1], ["up", down, -1]]) box.querySelector("." + where).textContent = word(way, sign);
    this.listen(view);
    new ResizeObserver(() => this.draw(view)).observe(view.canvas);
    return view;
  }

  listen(view) {
    view.canvas.addEventListener("wheel", (event) => { event.preventDefault(); this.step(view.axis, Math.sign(event.deltaY)); }, { passive: false });
    const point = (event) => {
      if (!(event.buttons & 1)) return;
      const box = view.canvas.getBoundingClientRect(), f = this.frame(view);
      this.at[view.across] = this.inside(view.across, this.unflip((event.clientX - box.left - f.x) / f.scaleX - 0.5, view.flipX, view.across));
      this.at[view.along] = this.inside(view.along, this.unflip((event.clientY - box.top - f.y) / f.scaleY - 0.5, view.flipY, view.along));
      this.drawAll();
    };
    view.canvas.addEventListener("pointerdown", point);
    view.canvas.addEventListener("pointermove", point);
  }

  unflip(index, flip, axis) { return flip ? this.size[axis] - 1 - index : index; }
  inside(axis, index) { return Math.min(this.size[axis] - 1, Math.max(0, index)); }
  step(axis, by) { this.at[axis] = this.inside(axis, Math.round(this.at[axis]) + by); this.drawAll(); }

  toVoxel(p) {
    const { origin, spacing, directions } = plan.volume;
    const off = [p[0] - origin[0], p[1] - origin[1], p[2] - origin[2]];
    return directions.map((d, a) => dot(off, d) / spacing[a]);
  }

  toPatient(voxel) {
    const { origin, spacing, directions } = plan.volume;
    return origin.map((start, i) => start + directions.reduce((sum, d, a) => sum + d[i] * spacing[a] * voxel[a], 0));
  }

  /// Shows the slices through a point in patient millimetres.
  goTo(p) { this.at = this.toVoxel(p).map((index, axis) => this.inside(axis, index)); this.drawAll(); }

  frame(view) {
    const spacing = plan.volume.spacing, wide = this.size[view.across] * spacing[view.across], high = this.size[view.along] * spacing[view.along];
    const { clientWidth: width, clientHeight: height } = view.canvas, scale = Math.min(width / wide, height / high);
    return { x: (width - wide * scale) / 2, y: (height - high * scale) / 2, width: wide * scale, height: high * scale, scaleX: spacing[view.across] * scale, scaleY: spacing[view.along] * scale };
  }

  picture(view) {
    const nx = this.size[view.across], ny = this.size[view.along], strides = [1, this.size[0], this.size[0] * this.size[1]];
    const image = new ImageData(nx, ny), low = this.window[1] - this.window[0] / 2, gain = 255 / this.window[0];
    const base = Math.round(this.at[view.axis]) * strides[view.axis];
    for (let y = 0; y < ny; ++y) {
      const row = base + (view.flipY ? ny - 1 - y : y) * strides[view.along];
      for (let x = 0; x < nx; ++x) {
        const grey = (this.voxels[row + (view.flipX ? nx - 1 - x : x) * strides[view.across]] - low) * gain, n = 4 * (y * nx + x);
        image.data[n] = image.data[n + 1] = image.data[n + 2] = grey;
        image.data[n + 3] = 255;
      }
    }
    const canvas = document.createElement("canvas");
    canvas.width = nx;
    canvas.height = ny;
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  }

  drawAll() { for (const view of this.views) this.draw(view); }

  draw(view) {
    const canvas = view.canvas, ratio = Math.min(2, window.devicePixelRatio), context = canvas.getContext("2d"), f = this.frame(view);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    context.scale(ratio, ratio);
    context.imageSmoothingQuality = "high";
    context.drawImage(this.picture(view), f.x, f.y, f.width, f.height);
    for (const part of plan.parts) if (this.space.meshes.get(part.id).visible || part.outlined) this.outline(context, view, f, part);
    this.crosshair(context, view, f);
    const n = view.normal, mm = this.toPatient(this.at)[n];
    view.box.querySelector("i").textContent = `${view.name} · ${kLetters[n][mm < 0 ? 0 : 1]} ${Math.abs(mm).toFixed(0)} mm`;
  }

  xy(view, f, voxel) {
    const x = view.flipX ? this.size[view.across] - 1 - voxel[view.across] : voxel[view.across];
    const y = view.flipY ? this.size[view.along] - 1 - voxel[view.along] : voxel[view.along];
    return [f.x + (x + 0.5) * f.scaleX, f.y + (y + 0.5) * f.scaleY];
  }

  crosshair(context, view, f) {
    const [x, y] = this.xy(view, f, this.at);
    context.strokeStyle = "#ffffff55";
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(f.x, y); context.lineTo(f.x + f.width, y);
    context.moveTo(x, f.y); context.lineTo(x, f.y + f.height);
    context.stroke();
  }

  /// Where the triangles of a part cross the slice.
  outline(context, view, f, part) {
    if (part.timeS !== undefined && !this.space.meshes.get(part.id).visible) return;
    const voxels = part.voxels ??= this.inVoxels(part), corners = this.space.meshes.get(part.id).geometry.index.array;
    const axis = view.axis, level = Math.round(this.at[axis]) + 1e-4;
    context.strokeStyle = part.color;
    context.lineWidth = part.group === "needle" ? 2 : 1.3;
    context.beginPath();
    for (let t = 0; t < corners.length; t += 3) {
      const ends = [];
      for (let e = 0; e < 3 && ends.length < 2; ++e) {
        const a = 3 * corners[t + e], b = 3 * corners[t + (e + 1) % 3], da = voxels[a + axis] - level, db = voxels[b + axis] - level;
        if (da < 0 === db < 0) continue;
        const s = da / (da - db);
        ends.push(this.xy(view, f, [0, 1, 2].map((i) => voxels[a + i] + s * (voxels[b + i] - voxels[a + i]))));
      }
      if (ends.length === 2) { context.moveTo(...ends[0]); context.lineTo(...ends[1]); }
    }
    context.stroke();
  }

  inVoxels(part) {
    const points = this.space.meshes.get(part.id).geometry.attributes.position.array, out = new Float32Array(points.length);
    for (let n = 0; n < points.length; n += 3) out.set(this.toVoxel([points[n], points[n + 1], points[n + 2]]), n);
    return out;
  }
}
