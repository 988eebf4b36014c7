/** `npm run bench`: every work in turn with its rivals, as a table. Exits with 1 when a work fails; a goal not reached is a figure, not a failure. */
import { writeFileSync } from 'node:fs';
import { figuresOf, leftOut, markdown, rowsOf, surroundings, textTable } from './bench.report';
import { readOptions, USAGE, type Options } from './options';
import { inTime, play, type Played } from './play';
import { openStage, type Stage } from './stage';
import type { Work } from './work';
import { WORKS } from './works';

/** A quick run is to end within three minutes: this long after its start it begins no other work, of which the longest took 23 s in a slow hour. */
const LATE_MS = 145_000;

async function measure(work: Work, stage: Stage): Promise<Played> {
  const startedAt = performance.now();
  stage.say(`${work.name}: ${work.about}`);
  const opened = await work.open(stage);
  try {
    const turns = stage.isQuick ? work.turns.quick : work.turns.full;
    const played = await play(work, opened, turns, stage.isQuick);
    stage.say(
      `${textTable(rowsOf([played]))}\n${figuresOf(played).join('\n')}\n${Math.round((performance.now() - startedAt) / 1_000)} s\n`,
    );
    return played;
  } finally {
    await opened.close();
  }
}

async function run({ isQuick, names, file }: Options): Promise<void> {
  const say = (text: string): void => console.log(text);
  say(`${surroundings().join('\n')}\n`);
  const stage = openStage(isQuick, say);
  const works = WORKS.filter(({ name }) => names.includes(name));
  const isLate = (): boolean => isQuick && performance.now() > LATE_MS;
  const { played, left } = await inTime(works, (work) => measure(work, stage), isLate).finally(() =>
    stage.close(),
  );
  say(textTable(rowsOf(played)));
  if (left.length > 0) say(`\n${leftOut(left)}`);
  writeFileSync(file, markdown(played, left));
  writeFileSync(file.replace(/(\.md)?$/, '.json'), JSON.stringify(played, null, 1));
  say(`\nWritten to ${file}.`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(USAGE);
  else if (typeof options === 'string') console.error(`${options}\n\n${USAGE}`);
  if (typeof options === 'string') return options === 'help' ? 0 : 2;
  await run(options);
  return 0;
}

// A server that was started is ended with this process, whatever happens.
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
