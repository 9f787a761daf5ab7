package dev.tlbsan.cli;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Output for programs. */
final class Json {
    private Json() {}

    /** Lists, maps, records and plain values as indented JSON, in the order in which they were put together. */
    static String text(Object data) {
        return JsonMapper.builder()
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(data);
    }
}
