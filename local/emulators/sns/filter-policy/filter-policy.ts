/** What one value of a filter policy asks of an attribute. */
export type Condition =
  | { readonly kind: 'exact'; readonly value: Scalar }
  | { readonly kind: 'prefix' | 'suffix' | 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'exists'; readonly exists: boolean }
  | { readonly kind: 'numeric'; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'anything-but'; readonly conditions: readonly Condition[] };

export type Scalar = string | number | boolean | null;

export interface Comparison {
  readonly operator: '=' | '<' | '<=' | '>' | '>=';
  readonly value: number;
}

/** Every key must match, by one of its conditions; and of every `$or`, one of its alternatives. */
export interface FilterPolicy {
  readonly keys: ReadonlyMap<string, readonly Condition[]>;
  readonly alternatives: readonly (readonly FilterPolicy[])[];
}
