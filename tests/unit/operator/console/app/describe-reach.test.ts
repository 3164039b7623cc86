import { describeReach } from '../../../../../operator/console/app/run-dialog/describe-reach.ts';

test('an aborted run says how many of those foreseen it has not reached, and its bar is not full', () => {
  expect(describeReach('aborted', { matched: 40 }, 100)).toEqual({ total: 100, notReached: 60 });
});

test.each(['aborted', 'unfinished', 'died?', 'failed', 'running'])(
  'of a run that is %s nobody knows how many are left where none were foreseen',
  (state) => {
    expect(describeReach(state, { matched: 40 }, undefined)).toEqual({ total: undefined, notReached: undefined });
  },
);

test('a finished run has reached all that there was, fewer or more than foreseen', () => {
  expect(describeReach('finished', { matched: 40 }, 100)).toEqual({ total: 40, notReached: 0 });
  expect(describeReach('finished', { matched: 101 }, undefined)).toEqual({ total: 101, notReached: 0 });
});

test('one that meets more than was foreseen is at its end, and not beyond it', () => {
  expect(describeReach('running', { matched: 103 }, 100)).toEqual({ total: 103, notReached: 0 });
});
