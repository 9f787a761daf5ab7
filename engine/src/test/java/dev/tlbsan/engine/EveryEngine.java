package dev.tlbsan.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A behaviour test, run with each {@link EngineKind}, which is its parameter. */
@ParameterizedTest
@EnumSource(EngineKind.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface EveryEngine {}
