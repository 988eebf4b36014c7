/** Where progress is shown: a terminal redraws one line, anything else gets a line now and then. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;

/** Redrawing more often costs more than it shows. */
const REDRAW_AFTER_MS = 80;
const LINE_EVERY_PERCENT = 10;

/** Shows how far a count of steps is. */
export class ProgressBar {
  private drawnAt = -Infinity;
  private printedPercent = 0;

  constructor(
    private readonly output: ProgressOutput,
    private readonly label: string,
    private readonly total: number,
  ) {}

  /** @param note what is happening, for example the day the clock shows */
  show(done: number, note = ''): void {
    if (this.output.isTTY === true) this.redraw(done, note);
    else this.print(done, note);
  }

  private redraw(done: number, note: string): void {
    const isLast = done >= this.total;
    if (!isLast && performance.now() - this.drawnAt < REDRAW_AFTER_MS) return;
    this.drawnAt = performance.now();
    const filled = Math.round((WIDTH * done) / Math.max(1, this.total));
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    this.output.write(
      `\r\u001b[K${this.label} ${bar} ${percentText(this.percent(done))} ${note}${isLast ? '\n' : ''}`,
    );
  }

  private print(done: number, note: string): void {
    const percent = this.percent(done);
    if (percent < this.printedPercent + LINE_EVERY_PERCENT) return;
    this.printedPercent = percent - (percent % LINE_EVERY_PERCENT);
    this.output.write(`${this.label} ${percentText(percent)} ${note}\n`);
  }

  private percent(done: number): number {
    return this.total === 0 ? 100 : Math.floor((100 * done) / this.total);
  }
}

const percentText = (percent: number): string => `${String(percent).padStart(3)} %`;
