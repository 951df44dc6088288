// The plan in space: patient LPS millimetres, +z superior is up. Drag turns, right drag moves, wheel zooms.
class Space {
  constructor(buffer) {
    this.canvas = document.getElementById("scene");
    this.renderer = new THREE.WebGLRenderer({ canvas: this.canvas, antialias: true, preserveDrawingBuffer: true });
    this.scene = new THREE.Scene();
    this.scene.background = new THREE.Color(0x0b0e12);
    this.camera = new THREE.PerspectiveCamera(30, 1, 5, 5000);
    this.camera.up.set(0, 0, 1);
    this.head = new THREE.DirectionalLight(0xffffff, 2.2);
    this.scene.add(new THREE.HemisphereLight(0xffffff, 0x404858, 1.1), this.head);
    this.target = new THREE.Vector3(...plan.stops[0].focus);
    this.place = new THREE.Spherical(500, 1.2, 0.6);
    this.meshes = new Map();
    for (const part of plan.parts) this.add(part, buffer);
    this.letters();
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    this.resize();
  }

  add(part, buffer) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(arrayOf(buffer, part.points), 3));
    geometry.setIndex(new THREE.BufferAttribute(arrayOf(buffer, part.triangles), 1));
    geometry.computeVertexNormals();
    const material = new THREE.MeshStandardMaterial({ color: part.color, roughness: 0.62, side: THREE.DoubleSide });
    const mesh = new THREE.Mesh(geometry, material);
    this.meshes.set(part.id, mesh);
    this.setOpacity(part.id, part.opacity);
    mesh.visible = part.visible;
    this.scene.add(mesh);
  }

  setOpacity(id, opacity) {
    const mesh = this.meshes.get(id);
    mesh.material.transparent = opacity < 0.999;
    mesh.material.depthWrite = opacity > 0.6;
    mesh.material.opacity = opacity;
    mesh.material.needsUpdate = true;
    mesh.renderOrder = opacity < 0.999 ? 1 : 0;
  }

  letters() {
    this.sides = [["L", 1, 0, 0], ["R", -1, 0, 0], ["P", 0, 1, 0], ["A", 0, -1, 0], ["S", 0, 0, 1], ["I", 0, 0, -1]].map(([text, ...way]) => {
      const span = document.createElement("span");
      span.textContent = text;
      document.getElementById("letters").append(span);
      return { span, way: new THREE.Vector3(...way) };
    });
  }

  listen() {
    const fingers = new Map();
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    this.canvas.addEventListener("pointerdown", (event) => { this.canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, event); });
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, (event) => fingers.delete(event.pointerId));
    this.canvas.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
      fingers.set(event.pointerId, event);
      this.moving = null;
      if (fingers.size > 1 || event.buttons & 6 || event.shiftKey) this.pan(dx / fingers.size, dy / fingers.size); else this.turn(dx, dy);
    });
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.moving = null;
      this.place.radius = Math.min(2500, Math.max(30, this.place.radius * Math.exp(event.deltaY * 0.001)));
      this.draw();
    }, { passive: false });
  }

  turn(dx, dy) {
    this.place.theta -= dx * 0.008;
    this.place.phi = Math.min(Math.PI - 0.02, Math.max(0.02, this.place.phi - dy * 0.008));
    this.draw();
  }

  pan(dx, dy) {
    const step = 2 * this.place.radius * Math.tan(this.camera.fov * Math.PI / 360) / this.canvas.clientHeight;
    const right = new THREE.Vector3().setFromMatrixColumn(this.camera.matrix, 0), up = new THREE.Vector3().setFromMatrixColumn(this.camera.matrix, 1);
    this.target.addScaledVector(right, -dx * step).addScaledVector(up, dy * step);
    this.draw();
  }

  /// Glides to look at a point from a direction: `from` is where the eye stands, seen from the point. `distance` is that
  /// of an eye that takes in `angle` degrees of height.
  goTo(at, from, distance, angle) {
    const radius = distance * Math.tan(angle * Math.PI / 360) / Math.tan(this.camera.fov * Math.PI / 360);
    const eye = new THREE.Vector3(...from).normalize();
    const end = { target: new THREE.Vector3(...at), theta: Math.atan2(eye.x, -eye.y), phi: Math.acos(Math.max(-1, Math.min(1, eye.z))), radius };
    end.phi = Math.min(Math.PI - 0.02, Math.max(0.02, end.phi));
    const begin = { target: this.target.clone(), theta: this.place.theta, phi: this.place.phi, radius: this.place.radius };
    end.theta = begin.theta + Math.atan2(Math.sin(end.theta - begin.theta), Math.cos(end.theta - begin.theta));
    const move = this.moving = { since: performance.now() };
    const step = (now) => {
      if (this.moving !== move) return;
      const t = Math.min(1, (now - move.since) / 700), s = t * t * (3 - 2 * t);
      this.target.lerpVectors(begin.target, end.target, s);
      this.place.set(begin.radius + (end.radius - begin.radius) * s, begin.phi + (end.phi - begin.phi) * s, begin.theta + (end.theta - begin.theta) * s);
      this.draw();
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / Math.max(1, height);
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  draw() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; this.render(); });
  }

  /// theta turns from anterior towards the patient's left; phi is measured from superior.
  render() {
    const { radius, phi, theta } = this.place;
    const way = new THREE.Vector3(Math.sin(phi) * Math.sin(theta), -Math.sin(phi) * Math.cos(theta), Math.cos(phi));
    this.camera.position.copy(this.target).addScaledVector(way, radius);
    this.camera.lookAt(this.target);
    this.camera.updateMatrixWorld();
    this.head.position.copy(this.camera.position);
    this.renderer.render(this.scene, this.camera);
    for (const { span, way: side } of this.sides) {
      const seen = side.clone().transformDirection(this.camera.matrixWorldInverse);
      span.style.left = `${50 + 46 * seen.x}%`;
      span.style.top = `${50 - 46 * seen.y}%`;
      span.style.opacity = Math.abs(seen.z) > 0.8 ? 0 : 1;
    }
  }
}
