/**
 * Runs each test file in one of a few plain Node processes, which load the server once: jest's own runner loads all of it anew
 * for every file, in a realm where the system's errors are no Errors. Babel's and Prettier's tests run on this one.
 */
import LightRunner from 'jest-light-runner/child-process';

const QUESTION = 'jest-light-runner-get-worker-data';
const ANSWER = 'jest-light-runner-worker-data';

export default class Runner extends LightRunner {
  /** A new process asks for its settings. 0.7.13 has one channel for all, and the first answer uses up those of the others. */
  _runTest(test) {
    const { config } = test.context;
    const known = this._testRunners.get(config);
    if (known === undefined) return super._runTest(test);
    return known.pool.run(test.path, { channel: this.#channel(config) });
  }

  #channel(projectConfig) {
    const workerData = {
      globalConfig: this._globalConfig,
      projectConfig,
      runtime: 'child_process',
    };
    let answer = () => undefined;
    return {
      onMessage(listener) {
        answer = listener;
      },
      postMessage(message) {
        if (message === QUESTION) answer({ type: ANSWER, workerData });
      },
    };
  }
}
