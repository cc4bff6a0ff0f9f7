/** The wire's JSON bodies under short names. The types themselves are generated from the server's schema. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type About = Schemas['About'];
export type AttentionMap = Schemas['AttentionMap'];
export type Candidate = Schemas['Candidate'];
export type ExplanationAnswer = Schemas['ExplanationAnswer'];
export type HeadsAnswer = Schemas['HeadsAnswer'];
export type LensAnswer = Schemas['LensAnswer'];
export type LensRow = Schemas['LensRow'];
export type LensRows = Schemas['LensRows'];
export type LensToken = Schemas['LensToken'];
export type ModelFacts = Schemas['ModelFacts'];
export type ModelStatus = Schemas['ModelStatus'];
export type PredictionAnswer = Schemas['PredictionAnswer'];
export type Problem = Schemas['Problem'];
export type Progress = Schemas['Progress'];
export type PromptAsked = Schemas['PromptAsked'];
export type PromptMeasured = Schemas['PromptMeasured'];
export type PromptTask = Schemas['PromptTask'];
export type PromptTasks = Schemas['PromptTasks'];
export type Provenance = Schemas['Provenance'];
export type SamplingAnswer = Schemas['SamplingAnswer'];
export type SamplingStage = Schemas['SamplingStage'];
export type SitesAnswer = Schemas['SitesAnswer'];
export type Stage = Schemas['Stage'];
export type TextRequest = Schemas['TextRequest'];
export type Token = Schemas['Token'];
export type TokensAnswer = Schemas['TokensAnswer'];
export type TraceAnswer = Schemas['TraceAnswer'];
export type WalkAnswer = Schemas['WalkAnswer'];
