import { spawnSync } from 'node:child_process';

/** In a node of its own: jest gives tests another Date and other timers than the modules of node have. */
function printedBy(program: string): unknown {
  const directory = import.meta.dirname;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    cwd: directory,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test('during a run time is virtual, gzip comes at once, and real chance is refused; behind it all is as it was', () => {
  const printed = printedBy(`
    import { randomUUID } from 'node:crypto';
    import { promisify } from 'node:util';
    import { gzip, gunzipSync } from 'node:zlib';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { refuseChance } from './refuse-chance.ts';
    import { replaceDate } from './replace-date.ts';
    import { replaceGzip } from './replace-gzip.ts';
    const restores = [replaceDate({ nowMs: () => 1000 }), replaceGzip(), refuseChance()];
    const asked = [Math.random, randomUUID, sleep, setTimeout, () => AbortSignal.timeout(1)];
    const refused = asked.map((ask) => { try { ask(); return false; } catch { return true; } });
    const text = 'é'.repeat(100_000);
    let packed;
    void promisify(gzip)(text).then((bytes) => { packed = bytes; });
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    const dates = [Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date];
    const isWhole = gunzipSync(packed).toString() === text;
    let said = '';
    try { for (const restore of restores) restore(); } catch (error) { said = error.message; }
    const isReal = Date.now() > 1_000_000 && randomUUID().length === 36 && Math.random() < 1;
    console.log(JSON.stringify({ refused, dates, isWhole, isReal, said }));
  `);
  expect(printed).toEqual({
    refused: [true, true, true, true, true],
    dates: [1000, 1000, 5, true],
    isWhole: true,
    isReal: true,
    said: expect.stringMatching(/asked for random, randomUUID, setTimeout, timeout$/),
  });
});
