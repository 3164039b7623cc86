import { createNarrowWhere } from '#shared/expressions/narrow-where.ts';
import type { Erase } from '#shared/messages/erase-request.ts';

/** Which events an erasure means: everything that is said must hold. */
export type Choice = Pick<Erase, 'sources' | 'types' | 'ids' | 'where' | 'between'>;

export interface Named {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly receivedAt: string;
}

export interface IsMeant {
  ofSource(source: string): boolean;
  /** By what is known without the body. */
  byName(named: Named): boolean;
  byBody(body: Buffer): boolean;
  /** There is an expression that bodies are asked. */
  readonly asksBodies: boolean;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** @param before what was received then or later is not meant @throws {WrongExpression} */
export function createIsMeant({ sources, types, ids, where, between }: Choice, before: Date): IsMeant {
  const [sourceSet, typeSet, idSet] = [new Set(sources), types && new Set(types), ids && new Set(ids)];
  const holds = where === undefined ? undefined : createNarrowWhere(where);
  const fromMs = between?.from === undefined ? 0 : Date.parse(between.from);
  const untilMs = Math.min(before.getTime(), between?.until === undefined ? Infinity : Date.parse(between.until));
  return {
    ofSource: (source) => sourceSet.has(source),
    byName: ({ id, type, source, receivedAt }) =>
      sourceSet.has(source) &&
      (!typeSet || typeSet.has(type)) &&
      (!idSet || idSet.has(id)) &&
      isBetween(Date.parse(receivedAt), fromMs, untilMs),
    byBody: (body) => holds?.(body) ?? true,
    asksBodies: holds !== undefined,
    fromMs,
    untilMs,
  };
}

const isBetween = (ms: number, fromMs: number, untilMs: number) => ms >= fromMs && ms < untilMs;
