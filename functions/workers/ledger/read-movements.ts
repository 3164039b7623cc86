import type { Movement } from './movement.ts';
import type { MovementDescription, Place, ProviderMovements } from './movements/movement-description.ts';
import { readMovement, requiredAt } from './read-movement.ts';
import type { SignedBody } from './signed-body.ts';

/**
 * The movements that a signed body tells.
 * @param type of the event, where the signed body does not name it itself
 * @throws {GiveUp} that names the place, when the body tells of money and does not say which, how much or when
 */
export function readMovements(body: SignedBody, type: string, described: ProviderMovements): readonly Movement[] {
  const told = described.type === undefined ? type : body.at(described.type);
  return described.movements
    .filter(({ types }) => types.some((one) => one === told))
    .flatMap((description) =>
      viewsOf(body, description)
        .filter((view) => isTold(view, description))
        .flatMap((view) => readMovement(view, description, described)),
    );
}

const isInElement = (place: Place) => place.startsWith('each:');

function viewsOf(body: SignedBody, { each, given = [] }: MovementDescription): readonly SignedBody[] {
  if (each === undefined) return [body];
  // Whether the list is there is asked before it is opened.
  const isThere = given.every((place) => isInElement(place) || body.at(place) !== undefined);
  return isThere ? body.eachOf(each) : [];
}

function isTold(
  view: SignedBody,
  { given = [], unlessGiven = [], when = {}, unless = {} }: MovementDescription,
): boolean {
  if (given.some((place) => view.at(place) === undefined)) return false;
  if (unlessGiven.some((place) => view.at(place) !== undefined)) return false;
  if (!placesOf(when).every((place) => isOneOf(requiredAt(view, place), when[place]))) return false;
  return !placesOf(unless).some((place) => isOneOf(view.at(place), unless[place]));
}

type Condition = NonNullable<MovementDescription['when']>;

const isPlace = (name: string): name is Place => /^(?:each:)?\//.test(name);

const placesOf = (condition: Condition): readonly Place[] => Object.keys(condition).filter(isPlace);

const isOneOf = (found: unknown, values: Condition[Place] = []) => values.some((value) => value === found);
