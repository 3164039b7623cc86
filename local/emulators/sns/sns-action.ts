import type { EmulatorContext } from '../emulator-context.ts';
import type { SnsForm } from './sns-form.ts';

/** One operation of SNS. What it returns becomes the XML inside the result element; a list is `{ member: [...] }`. */
export type SnsAction = (context: EmulatorContext, form: SnsForm) => object;
