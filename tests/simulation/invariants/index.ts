import { answersInTime } from './answers-in-time.ts';
import { archivedAsSigned } from './archived-as-signed.ts';
import { deadLettersSayWhy } from './dead-letters-say-why.ts';
import { doneIsShownAsDone } from './done-is-shown-as-done.ts';
import { everyEventEnds } from './every-event-ends.ts';
import type { Invariant } from './invariant.ts';
import { ledgerIsRight } from './ledger-is-right.ts';
import { neighboursAreUnhurt } from './neighbours-are-unhurt.ts';
import { noAnswerBeforeDurable } from './no-answer-before-durable.ts';
import { noProgrammingErrors } from './no-programming-errors.ts';
import { nothingIsOverwritten } from './nothing-is-overwritten.ts';
import { nothingSecretIsShown } from './nothing-secret-is-shown.ts';
import { nothingWaitsForEver } from './nothing-waits-for-ever.ts';
import { oneIdPerEvent } from './one-id-per-event.ts';
import { postedAsSigned } from './posted-as-signed.ts';
import { postedOnce } from './posted-once.ts';
import { postedStaysMarked } from './posted-stays-marked.ts';
import { postedToAll } from './posted-to-all.ts';
import { refusesOnlyOverTrouble } from './refuses-only-over-trouble.ts';
import { replayLosesNothing } from './replay-loses-nothing.ts';

/** All that must hold, whatever goes wrong. */
export const invariants: readonly Invariant[] = [
  noAnswerBeforeDurable,
  everyEventEnds,
  oneIdPerEvent,
  ledgerIsRight,
  nothingIsOverwritten,
  archivedAsSigned,
  neighboursAreUnhurt,
  deadLettersSayWhy,
  doneIsShownAsDone,
  replayLosesNothing,
  postedAsSigned,
  postedOnce,
  postedStaysMarked,
  postedToAll,
  answersInTime,
  refusesOnlyOverTrouble,
  noProgrammingErrors,
  nothingSecretIsShown,
  nothingWaitsForEver,
];
