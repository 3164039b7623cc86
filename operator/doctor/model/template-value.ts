// Values as a template may write them.
import * as v from 'valibot';

/** CloudFormation takes a number that is written as a text. */
export const number = v.union([
  v.number(),
  v.pipe(v.string(), v.decimal(), v.transform(Number)),
  // An intrinsic that only CloudFormation can resolve: no comparison with it is true, and readTemplateModel names it.
  v.pipe(
    v.string(),
    v.regex(/^\{"(?:Ref|Fn::\w+)":/),
    v.transform(() => NaN),
  ),
]);
/** Likewise. */
export const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
]);
