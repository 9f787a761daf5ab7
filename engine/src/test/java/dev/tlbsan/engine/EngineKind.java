package dev.tlbsan.engine;

import dev.tlbsan.arm.pe.ProcessingElement;

/** The ways to run a PE that must not differ. */
enum EngineKind {
    INTERPRETER,
    FORGETFUL_INTERPRETER;

    Engine engine(Engines engines, ProcessingElement pe) {
        return switch (this) {
            case INTERPRETER -> engines.interpreter(pe);
            case FORGETFUL_INTERPRETER -> engines.forgetful(pe);
        };
    }
}
