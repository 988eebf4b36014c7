import { Temporal } from 'temporal-polyfill';

/** Where the story is printed: a terminal that may show colours, or a file that must not. */
export interface StageOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const COLOURS = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
};
type Colour = keyof typeof COLOURS;

/** Each person has a colour of their own, so that the eye finds who acts. */
const ACTORS = { Seller: 'magenta', Buyer: 'blue', Platform: 'yellow', Clock: 'cyan' } as const;
export type Actor = keyof typeof ACTORS;

const NAME_WIDTH = 10;

/** Prints the story: scenes, what each person does, what the API answers, what a live screen shows. */
export class Stage {
  private readonly isColourful: boolean;
  private scenes = 0;

  /** @param noColor the NO_COLOR variable: set to anything, it asks for plain text */
  constructor(
    private readonly output: StageOutput,
    noColor: string | undefined,
  ) {
    this.isColourful = output.isTTY === true && (noColor ?? '') === '';
  }

  title(text: string): void {
    this.line(`\n${this.paint('bold', text)}`);
  }

  scene(title: string): void {
    this.scenes += 1;
    this.line(`\n${this.paint('bold', `${this.scenes}  ${title}`)}`);
  }

  say(text: string): void {
    this.line(`   ${this.paint('dim', text)}`);
  }

  acts(actor: Actor, text: string): void {
    this.line(`   ${this.paint(ACTORS[actor], actor.padEnd(NAME_WIDTH))}${text}`);
  }

  answers(text: string): void {
    this.line(`   ${' '.repeat(NAME_WIDTH)}${this.paint('green', '←')} ${text}`);
  }

  refuses(text: string): void {
    this.line(`   ${' '.repeat(NAME_WIDTH)}${this.paint('yellow', '✗')} ${text}`);
  }

  /** What arrived by subscription on somebody's screen. */
  shows(actor: Actor, kind: string, text: string): void {
    const screen = this.paint(ACTORS[actor], `▐ ${actor}’s screen`);
    this.line(`   ${' '.repeat(NAME_WIDTH)}${screen}  ${this.paint('bold', kind)}`);
    this.line(`   ${' '.repeat(NAME_WIDTH)}${this.paint(ACTORS[actor], '▐')} ${text}`);
  }

  holds(text: string): void {
    this.line(`   ${' '.repeat(NAME_WIDTH)}${this.paint('green', '✓')} ${this.paint('dim', text)}`);
  }

  differs(text: string): void {
    this.line(`\n${this.paint('red', text)}`);
  }

  private line(text: string): void {
    this.output.write(`${text}\n`);
  }

  private paint(colour: Colour, text: string): string {
    return this.isColourful ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
  }
}

/** An instant of the API as people of this market read it: the platform zone's wall clock (TM-2). */
export function wallClock(instant: string): string {
  const { year, month, day, hour, minute, second } =
    Temporal.Instant.from(instant).toZonedDateTimeISO('Asia/Shanghai');
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}
