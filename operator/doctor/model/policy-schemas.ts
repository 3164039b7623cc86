// What the rules read of whoever may do what: policies of resources and roles, and who may call a function.
import * as v from 'valibot';

const texts = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
]);

const statementSchema = v.looseObject({
  Sid: v.optional(v.string(), ''),
  Effect: v.string(),
  Action: v.optional(texts, []),
  Resource: v.optional(texts, []),
  Principal: v.optional(v.unknown()),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
});

const documentSchema = v.looseObject({
  Statement: v.union([
    v.array(statementSchema),
    v.pipe(
      statementSchema,
      v.transform((one) => [one]),
    ),
  ]),
});

export const queuePolicySchema = v.looseObject({ Queues: v.array(v.string()), PolicyDocument: documentSchema });
export const topicPolicySchema = v.looseObject({ Topics: v.array(v.string()), PolicyDocument: documentSchema });
export const bucketPolicySchema = v.looseObject({ Bucket: v.string(), PolicyDocument: documentSchema });

export const roleSchema = v.looseObject({
  AssumeRolePolicyDocument: v.optional(documentSchema, { Statement: [] }),
  Policies: v.optional(v.array(v.looseObject({ PolicyDocument: documentSchema })), []),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
});
/** Of both AWS::IAM::Policy and AWS::IAM::RolePolicy. */
export const attachedPolicySchema = v.looseObject({
  Roles: v.optional(v.array(v.string()), []),
  RoleName: v.optional(v.string()),
  PolicyDocument: documentSchema,
});
export const permissionSchema = v.looseObject({
  FunctionName: v.string(),
  Action: v.optional(v.string()),
  Principal: v.string(),
  FunctionUrlAuthType: v.optional(v.string()),
  InvokedViaFunctionUrl: v.optional(v.boolean()),
  SourceArn: v.optional(v.string()),
  SourceAccount: v.optional(v.string()),
});
export const functionUrlSchema = v.looseObject({
  TargetFunctionArn: v.string(),
  AuthType: v.optional(v.string()),
  InvokeMode: v.optional(v.string()),
  Cors: v.optional(v.unknown()),
});
export const managedPolicySchema = v.looseObject({ PolicyDocument: documentSchema });

export type Statement = v.InferOutput<typeof statementSchema>;
