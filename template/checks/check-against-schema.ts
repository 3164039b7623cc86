// CloudFormation would find all of this too, but a quarter of an hour later, in the middle of an update.
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Template } from '../read-packaged-service.ts';
import { checkProperties } from './check-value.ts';
import type { Finding } from './finding.ts';

/** Every resource by AWS's own description of its type, and every reference by what it names. */
export async function checkAgainstSchema(
  template: Pick<Template, 'Resources' | 'Parameters'>,
): Promise<readonly Finding[]> {
  const db = await loadOnce();
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const references = referencesIn(Properties).flatMap((reference) => checkReference(reference, id, { template, db }));
    const type = describedAs(Type, db);
    if (!type) return [{ place: id, problem: `is of type ${Type}, which AWS does not have` }, ...references];
    return [...checkProperties(Properties, type.properties, { db, place: id, owner: Type }), ...references];
  });
}

/** It takes a second or two to unpack. */
let loading: Promise<SpecDatabase> | undefined;
const loadOnce = () => (loading ??= loadAwsServiceSpec());

const describedAs = (type: string, db: SpecDatabase) => {
  const [found] = db.lookup('resource', 'cloudFormationType', 'equals', type);
  return found;
};

interface Reference {
  readonly id: string;
  readonly attribute?: string;
}

/** In whatever depth: Ref, Fn::GetAtt, and both inside of Fn::Sub. */
function referencesIn(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, argument]: [string, unknown]) => {
    if (name === 'Ref' && typeof argument === 'string') return [{ id: argument }];
    if (name === 'Fn::GetAtt') return [attributeOf(argument)];
    if (name === 'Fn::Sub') return substitutedIn(argument);
    return referencesIn(argument);
  });
}

function attributeOf(argument: unknown): Reference {
  const [id = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return { id, attribute: attribute.join('.') };
}

function substitutedIn(argument: unknown): readonly Reference[] {
  const [text, given]: readonly unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  const own = Object.keys(typeof given === 'object' && given !== null ? given : {});
  const named = [...String(text).matchAll(/\$\{(?!!)(?<name>[^}]+)\}/g)].map((match) => match.groups?.['name'] ?? '');
  const meant = named.filter((name) => !own.includes(name));
  return [...meant.map((name) => (name.includes('.') ? attributeOf(name) : { id: name })), ...referencesIn(given)];
}

function checkReference(
  { id, attribute }: Reference,
  place: string,
  { template, db }: { readonly template: Pick<Template, 'Resources' | 'Parameters'>; readonly db: SpecDatabase },
): readonly Finding[] {
  if (attribute === undefined && (id.startsWith('AWS::') || id in template.Parameters)) return [];
  const target = template.Resources[id];
  if (!target) return [{ place, problem: `refers to ${id}, which is no resource of this template` }];
  if (attribute === undefined) return [];
  const attributes = describedAs(target.Type, db)?.attributes ?? {};
  // `Outputs.<name>` and the like are made by whoever wrote the nested thing.
  if (attribute in attributes || attribute.includes('.')) return [];
  return [{ place, problem: `asks ${id} for ${attribute}, which is no attribute of ${target.Type}` }];
}
