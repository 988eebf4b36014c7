// The runner of jest.config.js knows no time limits: here a test or hook that hangs fails, as it does in jest's own.
const { addEventHandler } = require('jest-circus');

const LIMIT_MS = 60_000;

addEventHandler((event, { currentDescribeBlock: block }) => {
  // Circus itself has heard of the event first, and has added what it tells of.
  if (event.name === 'add_test') limit(block.children.at(-1), event.timeout);
  if (event.name === 'add_hook') limit(block.hooks.at(-1), event.timeout);
});

function limit(step, milliseconds = LIMIT_MS) {
  const { fn } = step;
  step.fn = async () => {
    let timer;
    const tooLong = new Promise((_resolve, reject) => {
      const message = `still running after ${milliseconds} ms`;
      timer = setTimeout(() => reject(new Error(message)), milliseconds);
    });
    try {
      return await Promise.race([fn(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  };
}
