import { basename } from 'node:path';
import type { PackagedService } from '../../template/read-packaged-service.ts';
import { codeLimits } from './code-limits.ts';
import type { CodeLimits, DoctorContext, Live } from './doctor-context.ts';
import { findPlaces } from './find-places.ts';
import { readTemplateModel } from './model/template-model.ts';
import type { Finding, Rule, Severity, Told } from './rule.ts';
import { rules as allRules } from './rules/index.ts';

export interface Examined {
  readonly stage: string;
  readonly packaged: PackagedService;
  /** Where serverless.yml is. */
  readonly serviceDirectory: string;
  readonly live: Live;
  readonly now: Date;
  readonly limits?: CodeLimits;
  /** Left out: all of them. */
  readonly rules?: readonly Rule[];
}

export interface ReportedFinding extends Finding {
  readonly rule: string;
  readonly reason: string;
  readonly severity: Severity;
}

export interface DoctorReport {
  readonly stage: string;
  readonly findings: readonly ReportedFinding[];
  /** Names of rules of which every part was looked at. */
  readonly checked: readonly string[];
  readonly notChecked: readonly { readonly rule: string; readonly why: string; readonly isFault?: true }[];
  readonly notes: readonly { readonly rule: string; readonly note: string }[];
}

/** Holds every rule against a packaged stage, and against what can be read of the stage itself. */
export async function runDoctor(examined: Examined): Promise<DoctorReport> {
  const { stage, packaged, serviceDirectory, live, now, limits = codeLimits, rules = allRules } = examined;
  const at = findPlaces({
    serviceDirectory,
    rows: Object.keys(packaged.workers),
    functions: [...packaged.shortNames.values()],
  });
  const model = readTemplateModel(packaged);
  const context: DoctorContext = { stage, model, live: askedOnce(live), now, limits, at };
  const told = await Promise.all(rules.map(async (rule) => ({ rule, told: await toldBy(rule, context) })));
  const unknown = model.unknownNumbers.map((id) => ({
    rule: 'template',
    why: `${at(id)} has a number that only CloudFormation knows: no rule compared it`,
  }));
  const notChecked = [...unknown, ...told.flatMap(({ rule, told }) => told.flatMap((one) => unlooked(rule, one)))];
  return {
    stage,
    findings: told.flatMap(({ rule: { name, reason }, told }) =>
      told.flatMap((one) => ('where' in one ? [{ severity: 'error' as const, ...one, rule: name, reason }] : [])),
    ),
    checked: rules.map(({ name }) => name).filter((name) => !notChecked.some(({ rule }) => rule === name)),
    notChecked,
    notes: told.flatMap(({ rule, told }) =>
      told.flatMap((one) => ('note' in one ? [{ rule: rule.name, note: one.note }] : [])),
    ),
  };
}

const unlooked = ({ name }: Rule, told: Told): DoctorReport['notChecked'] =>
  'notChecked' in told ? [{ rule: name, why: told.notChecked, ...(told.isFault && { isFault: true as const }) }] : [];

/** One rule that stumbles must not hide what the others see. */
async function toldBy(rule: Rule, context: DoctorContext): Promise<readonly Told[]> {
  try {
    return await rule.check(context);
  } catch (error) {
    // Its words may quote what it stumbled over, a secret among others; the place says enough to whoever mends the rule.
    const [, place = 'an unknown place'] =
      /\n\s+at (?:.*?\()?(?:file:\/\/)?([^\n]*?[\w-]+\.[cm]?[jt]s:\d+)/.exec(
        (error instanceof Error && error.stack) || '',
      ) ?? [];
    const name = error instanceof Error ? error.name : typeof error;
    return [{ notChecked: `the rule itself stopped: ${name} at ${basename(place)}`, isFault: true }];
  }
}

/** Several rules read the same object, and all of them must see one state of it. */
function askedOnce(live: Live): Live {
  const asked = new Map<string, ReturnType<Live['readConfiguration']>>();
  return {
    ...live,
    readConfiguration(name) {
      const reading = asked.get(name) ?? live.readConfiguration(name);
      asked.set(name, reading);
      return reading;
    },
  };
}
