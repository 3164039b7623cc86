// CloudFormation's intrinsic functions, as far as a packaged serverless.yml uses them.
import { createReferences, type Surroundings } from './create-references.ts';
import type { Template } from './read-packaged-service.ts';
import { substitute } from './substitute.ts';

const noValue = Symbol('AWS::NoValue');

export interface Resolver {
  /** The value with every intrinsic replaced; entries that are AWS::NoValue are gone. */
  readonly resolve: (value: unknown) => unknown;
  readonly isTrue: (condition: string) => boolean;
  /** The name that a resource has here: its own, or one made of the stack and the logical id. */
  readonly nameOf: (logicalId: string) => string;
}

type Intrinsic = (argument: unknown) => unknown;

export function createResolver(template: Template, surroundings: Surroundings): Resolver {
  const references = createReferences(template, surroundings, resolve);
  const conditionsUnderWay = new Set<string>();

  const intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (id) => refer(text(id, 'Ref')),
    Condition: (name) => isTrue(text(name, 'Condition')),
    'Fn::GetAtt': (argument) => {
      const [id, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt');
      return references.getAtt(
        text(id, 'Fn::GetAtt'),
        attribute.map((part) => text(resolve(part), 'Fn::GetAtt')).join('.'),
      );
    },
    'Fn::Sub': (argument) => substitute(argument, resolve, refer, references.getAtt),
    'Fn::Join': (argument) => {
      const [separator, parts] = list(argument, 'Fn::Join');
      return list(resolve(parts), 'Fn::Join')
        .map((part) => text(part, 'Fn::Join'))
        .join(text(separator, 'Fn::Join'));
    },
    'Fn::Select': (argument) => {
      const [index, values] = list(resolve(argument), 'Fn::Select');
      return list(values, 'Fn::Select')[Number(index)];
    },
    'Fn::Split': (argument) => {
      const [separator, value] = list(resolve(argument), 'Fn::Split');
      return text(value, 'Fn::Split').split(text(separator, 'Fn::Split'));
    },
    'Fn::If': (argument) => {
      const [condition, yes, no] = list(argument, 'Fn::If');
      return resolveOrNothing(isTrue(text(condition, 'Fn::If')) ? yes : no);
    },
    'Fn::Equals': (argument) => {
      const [left, right] = list(resolve(argument), 'Fn::Equals');
      return JSON.stringify(left) === JSON.stringify(right);
    },
    'Fn::Not': (argument) => list(resolve(argument), 'Fn::Not')[0] !== true,
    'Fn::And': (argument) => list(resolve(argument), 'Fn::And').every((value) => value === true),
    'Fn::Or': (argument) => list(resolve(argument), 'Fn::Or').some((value) => value === true),
  };

  function refer(id: string): unknown {
    if (id === 'AWS::NoValue') return noValue;
    const parameter = template.Parameters[id];
    if (parameter === undefined) return references.ref(id);
    if (parameter.Default !== undefined) return parameter.Default;
    throw new Error(`Parameter ${id} has no default, and local mode has no other value for it. Give it a Default.`);
  }

  function isTrue(condition: string): boolean {
    if (!(condition in template.Conditions)) throw new Error(`The template has no condition called ${condition}.`);
    if (conditionsUnderWay.has(condition)) throw new Error(`Condition ${condition} depends on itself.`);
    conditionsUnderWay.add(condition);
    try {
      return resolve(template.Conditions[condition]) === true;
    } finally {
      conditionsUnderWay.delete(condition);
    }
  }

  function resolveOrNothing(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolveOrNothing).filter((one) => one !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [key, argument] = entries[0] ?? [];
    if (entries.length === 1 && key !== undefined && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))) {
      return call(key, argument);
    }
    const resolved = entries.map(([name, inner]) => [name, resolveOrNothing(inner)] as const);
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== noValue));
  }

  function call(name: string, argument: unknown): unknown {
    // A policy's own `Condition` block looks like the intrinsic but holds an object.
    if (name === 'Condition' && typeof argument !== 'string') return { Condition: resolve(argument) };
    const intrinsic = intrinsics[name];
    if (intrinsic !== undefined) return intrinsic(argument);
    throw new Error(`Local mode cannot resolve ${name}. Teach it in template/create-resolver.ts.`);
  }

  function resolve(value: unknown): unknown {
    const resolved = resolveOrNothing(value);
    return resolved === noValue ? undefined : resolved;
  }

  return { resolve, isTrue, nameOf: references.nameOf };
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} needs a string and got ${JSON.stringify(value)}.`);
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${where} needs a list and got ${JSON.stringify(value)}.`);
}
