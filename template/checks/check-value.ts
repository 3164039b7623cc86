import type { SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';
import type { Finding } from './finding.ts';

export type Properties = TypeDefinition['properties'];
type PropertyType = Properties[string]['type'];

export interface Placed {
  readonly db: SpecDatabase;
  readonly place: string;
  /** Where the properties are described: a resource type, or a structure of it. */
  readonly owner: string;
}

/** Names, what is required, and the value of each. */
export function checkProperties(
  given: Readonly<Record<string, unknown>>,
  known: Properties,
  { db, place, owner }: Placed,
): readonly Finding[] {
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required === true && given[name] === undefined)
    .map(([name]) => ({ place, problem: `lacks ${name}, which ${owner} requires` }));
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = known[name];
    const at = `${place}.${name}`;
    if (!property) return [{ place: at, problem: `is no property of ${owner}` }];
    return checkValue(value, [property.type, ...(property.previousTypes ?? [])], { db, place: at, owner });
  });
  return [...missing, ...wrong];
}

/** @param types a value may have any of them, as AWS has described it over time; what is wrong is said by the first */
function checkValue(value: unknown, types: readonly PropertyType[], placed: Placed): readonly Finding[] {
  if (isIntrinsic(value)) return [];
  const verdicts = types.map((type) => checkType(value, type, placed));
  return verdicts.some((findings) => findings.length === 0) ? [] : (verdicts[0] ?? []);
}

function checkType(value: unknown, type: PropertyType, placed: Placed): readonly Finding[] {
  const { db, place } = placed;
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [wrong(place, value, 'a list')];
      return value.flatMap((one: unknown, index) =>
        checkValue(one, [type.element], { ...placed, place: `${place}.${index}` }),
      );
    case 'map':
      if (!isMap(value)) return [wrong(place, value, 'a map')];
      return Object.entries(value).flatMap(([name, one]) =>
        checkValue(one, [type.element], { ...placed, place: `${place}.${name}` }),
      );
    case 'union':
      return checkValue(value, type.types, placed);
    case 'ref': {
      if (!isMap(value)) return [wrong(place, value, 'a structure')];
      const { name, properties } = db.get('typeDefinition', type.reference.$ref);
      return checkProperties(value, properties, { db, place, owner: name });
    }
    case 'tag':
      return isMap(value) && 'Key' in value ? [] : [wrong(place, value, 'a tag')];
    case 'json':
      return isMap(value) || Array.isArray(value) || typeof value === 'string' ? [] : [wrong(place, value, 'JSON')];
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
    case 'date-time':
    case 'null':
    default:
      return checkScalar(value, type, place);
  }
}

type Scalar = Extract<
  PropertyType,
  { readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'date-time' | 'null' }
>;

/** CloudFormation takes the text of a number or of true for the thing itself, but a reader of the template does not. */
function checkScalar(value: unknown, type: Scalar, place: string): readonly Finding[] {
  if (type.type === 'null') return value === null ? [] : [wrong(place, value, 'null')];
  const expected = { string: 'string', 'date-time': 'string', boolean: 'boolean', number: 'number', integer: 'number' }[
    type.type
  ];
  if (typeof value !== expected) return [wrong(place, value, `of type ${type.type}`)];
  if (type.type === 'integer' && !Number.isInteger(value)) return [wrong(place, value, 'an integer')];
  if (!('allowedValues' in type) || !type.allowedValues) return [];
  const allowed: readonly unknown[] = type.allowedValues;
  return allowed.includes(value) ? [] : [wrong(place, value, `one of ${allowed.join(', ')}`)];
}

const wrong = (place: string, value: unknown, expected: string): Finding => ({
  place,
  problem: `is ${JSON.stringify(value)}, and must be ${expected}`,
});

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What it comes to is known only where it is deployed. */
function isIntrinsic(value: unknown): boolean {
  if (!isMap(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'));
}
