/** Ends a run with what it ran against and, alone on the last line, what came of it. */
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // At the exit, because jest prints its own summary after all other reporters.
    process.once('exit', () => {
      console.log(`\n${process.env.PARLEY_TEST_REPORT ?? 'No services were started.'}\n`);
      console.log(closingLine(results));
    });
  }
}

function closingLine(results) {
  // A file that does not compile has no failed tests, and must not look like a success.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
  return (skipped > 0 ? [...counts, `${skipped} skipped`] : counts).join(', ');
}

module.exports = ClosingLineReporter;
