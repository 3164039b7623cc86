import { statSync } from 'node:fs';
import { isSuccess } from '../../functions/is-success.ts';
import { measureBundle, type BundleMeasured } from '../../functions/measure-bundle.ts';
import { interleave } from '../../statistics.ts';

export interface Variant {
  readonly bundle: string;
  /** Left out: it is only loaded. */
  readonly event?: string;
  readonly timeoutSeconds?: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One value per round. */
export interface Starts {
  readonly bundleBytes: number;
  readonly loadCpuMs: readonly number[];
  readonly answerCpuMs: readonly number[];
  readonly answerWallMs: readonly number[];
  readonly builtIns: number;
}

/** Every variant in a fresh process per round, in turn. @throws when one does not do its work */
export async function measureStarts(
  variants: Readonly<Record<string, Variant>>,
  rounds: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Starts>> {
  const measured = new Map<string, BundleMeasured[]>();
  const starts = Object.entries(variants).map(([name, variant]) => {
    const start = async () => {
      const one = await measureBundle({ ...variant, signal });
      if (variant.event !== undefined && !isSuccess(one.answer))
        throw new Error(`${name} of ${variant.bundle} answers ${JSON.stringify(one.answer)}`);
      measured.set(name, [...(measured.get(name) ?? []), one]);
      return one.toAnswer.cpuMs;
    };
    return [name, start] as const;
  });
  await interleave(Object.fromEntries(starts), rounds, signal);
  return new Map(
    Object.entries(variants).map(([name, { bundle }]) => {
      const all = measured.get(name) ?? [];
      return [
        name,
        {
          bundleBytes: statSync(bundle).size,
          loadCpuMs: all.map(({ loadCpuMs }) => loadCpuMs),
          answerCpuMs: all.map(({ toAnswer }) => toAnswer.cpuMs),
          answerWallMs: all.map(({ toAnswer }) => toAnswer.wallMs),
          builtIns: all[0]?.builtIns ?? 0,
        },
      ];
    }),
  );
}
