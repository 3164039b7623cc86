const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * They take longest and mostly wait: the storm for queues that try again, the killed replays for a lease of a minute, pages for
 * their next look. Where they begin at once, the others run meanwhile; a machine that has never run them cannot know.
 */
const LONGEST = ['tests/chaos/chaos.test.ts', 'tests/pipeline/replay-at-size.test.ts', 'tests/browser/console.test.ts'];
/** Whole pipelines as child processes; the many short files fill what is left at the end. */
const LONG = ['tests/pipeline/', 'tests/fuzz/', 'tests/simulation/'];

/** @param {string} path */
function rankOf(path) {
  const longest = LONGEST.findIndex((name) => path.endsWith(name));
  if (longest !== -1) return longest;
  return LONGEST.length + (LONG.some((name) => path.includes(name)) ? 0 : 1);
}

/** Jest's own order, by what each file took the last time, behind the files that are known to take long. */
module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<Sequencer['sort']>[0]} tests
   */
  async sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- Jest's own, of no array
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => rankOf(one.path) - rankOf(other.path));
  }
};
