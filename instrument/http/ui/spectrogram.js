// Columns of the spectrum, newest at the right; and the meters beside it.

const STOPS = [[8, 9, 20], [38, 20, 78], [98, 30, 110], [172, 50, 96], [228, 96, 64], [250, 170, 70], [252, 240, 190]];

const COLOURS = Array.from({ length: 256 }, (_, level) => {
  const at = (level / 255) * (STOPS.length - 1);
  const below = Math.min(Math.floor(at), STOPS.length - 2);
  return STOPS[below].map((c, i) => Math.round(c + (STOPS[below + 1][i] - c) * (at - below)));
});

export class Spectrogram {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    this.clear();
  }

  clear() {
    const [r, g, b] = COLOURS[0];
    this.context.fillStyle = `rgb(${r} ${g} ${b})`;
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // bands: bytes, low to high
  add(bands) {
    const { context, canvas } = this;
    if (canvas.height !== bands.length) {
      canvas.height = bands.length;
      this.clear();
    }
    context.drawImage(canvas, -1, 0);
    const column = context.createImageData(1, bands.length);
    bands.forEach((level, band) => {
      const at = 4 * (bands.length - 1 - band);
      column.data.set(COLOURS[level], at);
      column.data[at + 3] = 255;
    });
    context.putImageData(column, canvas.width - 1, 0);
  }
}

const FLOOR = -60;
const decibels = (level) => (level > 0 ? Math.max(FLOOR, 20 * Math.log10(level)) : FLOOR);

export class Meter {
  constructor(element) {
    this.element = element;
    element.setAttribute("aria-valuemin", FLOOR);
    element.setAttribute("aria-valuemax", 0);
  }

  show(peak, rms) {
    const share = (level) => `${(100 * (decibels(level) - FLOOR)) / -FLOOR}%`;
    this.element.style.setProperty("--peak", share(peak));
    this.element.style.setProperty("--rms", share(rms));
    this.element.setAttribute("aria-valuenow", decibels(peak).toFixed(0));
    this.element.setAttribute("aria-valuetext", `${decibels(peak).toFixed(0)} dB`);
  }
}
