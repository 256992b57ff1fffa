const least = 1; // per cent of a side
const grip = 24; // pixels around a corner that take hold of it

// lyn-part chooses a rectangle of a picture: dragged with a pointer or a finger,
// moved with the arrow keys and resized with Shift and the arrow keys. It writes
// the numbers of its form, in per cent, and follows them when they are typed.
class Part extends HTMLElement {
  connectedCallback() {
    this.layer = this.querySelector(".part-layer");
    this.choice = this.querySelector(".part-choice");
    this.fields = ["left", "top", "width", "height"].map((name) => this.querySelector(`[name=${name}]`));
    const size = this.layer.viewBox.baseVal;
    [this.w, this.h] = [size.width, size.height];
    for (const field of this.fields) field.addEventListener("input", () => this.#draw());
    this.choice.addEventListener("toggle", () => this.#draw());
    this.layer.addEventListener("pointerdown", (event) => this.#drag(event));
    this.layer.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  get #box() {
    return this.fields.map((field) => Number(field.value) || 0);
  }

  // put writes a box that lies inside the picture, and draws it.
  #put(left, top, width, height) {
    width = clamp(width, least, 100);
    height = clamp(height, least, 100);
    [clamp(left, 0, 100 - width), clamp(top, 0, 100 - height), width, height].forEach((value, i) => {
      this.fields[i].value = Math.round(10 * value) / 10;
    });
    this.#draw();
  }

  #draw() {
    const [left, top, width, height] = this.#box;
    const [x, y, w, h] = [left * this.w, top * this.h, width * this.w, height * this.h].map((v) => v / 100);
    const edge = this.layer.querySelector("rect");
    Object.entries({ x, y, width: w, height: h }).forEach(([name, value]) => edge.setAttribute(name, value));
    this.layer.querySelector("path").setAttribute("d", `M0 0H${this.w}V${this.h}H0ZM${x} ${y}h${w}v${h}h${-w}Z`);
  }

  // at is where a pointer is, in per cent of the picture.
  #at(event) {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.layer.getScreenCTM().inverse());
    return [clamp(100 * p.x / this.w, 0, 100), clamp(100 * p.y / this.h, 0, 100)];
  }

  #drag(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.layer.focus({ preventScroll: true });
    this.layer.setPointerCapture(event.pointerId);
    const start = this.#at(event);
    const move = this.#hold(event, start);
    const done = new AbortController();
    this.layer.addEventListener("pointermove", (moved) => move(this.#at(moved)), { signal: done.signal });
    for (const end of ["pointerup", "pointercancel"]) {
      this.layer.addEventListener(end, () => done.abort(), { signal: done.signal });
    }
  }

  // hold says what a pointer does: near a corner it pulls that corner, inside it
  // moves the box, elsewhere it draws a new one.
  #hold(event, [x, y]) {
    const [left, top, width, height] = this.#box;
    const scale = this.layer.getScreenCTM().a;
    const [gx, gy] = [100 * grip / (scale * this.w), 100 * grip / (scale * this.h)];
    for (const [cx, cy, fx, fy] of [
      [left, top, left + width, top + height], [left + width, top, left, top + height],
      [left, top + height, left + width, top], [left + width, top + height, left, top],
    ]) {
      if (Math.abs(x - cx) < gx && Math.abs(y - cy) < gy) return (to) => this.#span([fx, fy], to);
    }
    if (x > left && x < left + width && y > top && y < top + height) {
      return ([tx, ty]) => this.#put(left + tx - x, top + ty - y, width, height);
    }
    return (to) => this.#span([x, y], to);
  }

  #span([ax, ay], [bx, by]) {
    this.#put(Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by));
  }

  #key(event) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (dx === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [left, top, width, height] = this.#box;
    if (event.shiftKey) this.#put(left, top, Math.min(width + dx, 100 - left), Math.min(height + dy, 100 - top));
    else this.#put(left + dx, top + dy, width, height);
  }
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

customElements.define("lyn-part", Part);
