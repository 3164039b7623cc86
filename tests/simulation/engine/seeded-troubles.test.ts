import { TROUBLES, type Trouble } from '../scenario.ts';
import { createSeededTroubles } from './seeded-troubles.ts';

const scenario = { seed: 7, without: [] as readonly Trouble[], troublesMax: Infinity };

/** Which of many calls each trouble strikes. */
function strikesOf(changes: Partial<typeof scenario>): Map<Trouble, string> {
  const troubles = createSeededTroubles({ ...scenario, ...changes });
  const struck = new Map<Trouble, string>(TROUBLES.map((trouble) => [trouble, '']));
  for (let call = 0; call < 200; call += 1) {
    for (const trouble of TROUBLES) {
      if (troubles.strikes(trouble, 0.1)) struck.set(trouble, `${struck.get(trouble)} ${call}`);
    }
  }
  return struck;
}

const countAll = (struck: ReadonlyMap<Trouble, string>) =>
  [...struck.values()].flatMap((calls) => calls.split(' ').filter(Boolean)).length;

test('the same seed makes the same troubles, and another seed makes others', () => {
  expect(strikesOf({})).toEqual(strikesOf({}));
  expect(strikesOf({ seed: 8 })).not.toEqual(strikesOf({}));
});

test('leaving one trouble out changes no other', () => {
  const all = strikesOf({});
  for (const trouble of TROUBLES) {
    const struck = strikesOf({ without: [trouble] });
    expect(struck).toEqual(new Map(all).set(trouble, ''));
  }
});

test('troubles after the most that are wanted are not made, and those before are the same', () => {
  const all = strikesOf({});
  const few = strikesOf({ troublesMax: 10 });
  expect(countAll(few)).toBe(10);
  for (const [trouble, calls] of few) expect(all.get(trouble)?.startsWith(calls)).toBe(true);
});

test('when troubles have ended nothing strikes any more', () => {
  const troubles = createSeededTroubles(scenario);
  troubles.end();
  expect(TROUBLES.filter((trouble) => troubles.strikes(trouble, 1))).toEqual([]);
});
