/**
 * Compares the SDK's types with docs/openapi.yaml. `generate.js` makes `generated.ts` of it; `types.test.ts` evaluates the types below: whatever
 * differs is named, as a path and what is wrong with it.
 */
import type { operations } from './generated.js';
import type { Method, Params, Reply } from '../../src/api/methods.js';

type Operation = keyof operations;
type Body<X> = X extends { content: { 'application/json': infer B } } ? B : never;
type ApiIn<O extends Operation> = operations[O] extends { requestBody?: infer R } ? Body<NonNullable<R>> : never;
type ApiOut<O extends Operation> = operations[O] extends { responses: { 200: infer R } } ? Body<R> : never;

/** Called by servers, operators and the sign-in of a laptop, not by a client that is signed in. */
type NotForClients =
  | 'externalRegister'
  | 'externalLogin'
  | 'updateUserInfoByExternal'
  | 'sendMsgByServer'
  | 'devLogin'
  | 'health'
  | 'healthByGet';

type Keys<U> = U extends unknown ? keyof U & string : never;
type At<U, K extends string> = U extends unknown ? (K extends keyof U ? Exclude<U[K], undefined> : never) : never;
type Wanted<U, K extends string> = [U] extends [{ [X in K]: unknown }] ? true : false;
type Open<U> = string extends Keys<U> ? true : false;

type Drift<Api, Sdk, P extends string, Way extends 'in' | 'out'> = unknown extends Api
  ? never
  : [Api] extends [readonly (infer A)[]]
    ? [Sdk] extends [readonly (infer S)[]]
      ? Drift<A, S, `${P}[]`, Way>
      : `${P} is a list`
    : [Api] extends [object]
      ? Open<Api> extends true
        ? never
        : Open<Sdk> extends true
          ? [Sdk] extends [Record<string, never>]
            ? `${P}.${Keys<Api>} is not in the SDK`
            : never
          : | (Exclude<Keys<Api>, Keys<Sdk>> extends infer K
                ? K extends string
                  ? `${P}.${K} is not in the SDK`
                  : never
                : never)
            | (Exclude<Keys<Sdk>, Keys<Api>> extends infer K
                ? K extends string
                  ? `${P}.${K} is not in the reference`
                  : never
                : never)
            | {
                [K in Keys<Api> & Keys<Sdk>]:
                  | Drift<At<Api, K>, At<Sdk, K>, `${P}.${K}`, Way>
                  | (Wanted<Api, K> extends Wanted<Sdk, K> ? never : `${P}.${K} is required on one side only`);
              }[Keys<Api> & Keys<Sdk>]
      : Way extends 'out'
        ? [Api] extends [Sdk]
          ? never
          : `${P} may be more than the SDK knows`
        : [Sdk] extends [Api]
          ? never
          : `${P} may be more than the API takes`;

type DriftOf<M extends Method> = M extends Operation
  ? Drift<ApiIn<M>, Params<M>, `${M}(in)`, 'in'> | Drift<ApiOut<M>, Reply<M>, `${M}(out)`, 'out'>
  : `${M} is no method of the API`;

export type Differences =
  { [M in Method]: DriftOf<M> }[Method] | `${Exclude<Operation, Method | NotForClients>} is not in the SDK`;

/** Shows that the comparison finds what it looks for. */
interface ApiSample {
  same: string;
  more: number;
  optional?: number;
  wider: 1 | 2;
  list: { deep: string }[];
  one: string;
}
interface SdkSample {
  same: string;
  optional: number;
  wider: 1;
  list: { deep: number }[];
  one: string[];
  less: string;
}
export type Found = Drift<ApiSample, SdkSample, 'x', 'out'>;
export type FoundIn = Drift<SdkSample, ApiSample, 'x', 'in'> | Drift<ApiSample, Record<string, never>, 'y', 'in'>;
