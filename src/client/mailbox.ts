/** A queue between the socket, which pushes, and the application's handler, which takes one at a time. */
export class Mailbox<Letter> {
  private letters: Letter[] = [];
  private arrived = () => {};

  push(letter: Letter): void {
    this.letters.push(letter);
    this.arrived();
  }

  /** Throws away what waits and leaves only `letter`. */
  replaceAll(letter: Letter): void {
    this.letters = [];
    this.push(letter);
  }

  /** The oldest letter, as soon as there is one. One reader at a time. */
  async take(): Promise<Letter> {
    for (;;) {
      const letter = this.letters.shift();
      if (letter !== undefined) return letter;
      await new Promise<void>((resolve) => (this.arrived = resolve));
    }
  }
}
