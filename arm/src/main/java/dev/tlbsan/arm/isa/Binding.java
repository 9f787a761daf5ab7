package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.Semantics;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;

/** Binds the fields of a pattern to the parameters of the same names. */
final class Binding {
    private static final MethodType BUILDER = MethodType.methodType(void.class, Semantics.class, int.class);
    private static final MethodHandle NUMBER = own("number", int.class);
    private static final MethodHandle FLAG = own("flag", boolean.class);

    private Binding() {}

    /**
     * Checks that the method takes the semantics and then every field once, each of a fitting type.
     *
     * @throws IllegalArgumentException if it does not
     */
    static void check(Method method, Class<? extends Semantics> semantics, List<Field> fields) {
        Parameter[] parameters = method.getParameters();
        if (!Modifier.isStatic(method.getModifiers()) || method.getReturnType() != void.class) {
            throw new IllegalArgumentException("a definition is a static method without result");
        }
        if (parameters.length == 0 || parameters[0].getType() != semantics) {
            throw new IllegalArgumentException("the first parameter is the " + semantics.getSimpleName());
        }
        for (Field field : fields) {
            checkType(field, parameter(parameters, field.letter()));
        }
        if (parameters.length != fields.size() + 1) {
            throw new IllegalArgumentException("a parameter names no field of the pattern");
        }
    }

    private static Parameter parameter(Parameter[] parameters, char letter) {
        for (int i = 1; i < parameters.length; i++) {
            if (parameters[i].getName().equals(String.valueOf(letter))) {
                return parameters[i];
            }
        }
        throw new IllegalArgumentException("field " + letter + " has no parameter");
    }

    private static void checkType(Field field, Parameter parameter) {
        boolean flag = parameter.getType() == boolean.class && field.width() == 1;
        if (!flag && parameter.getType() != int.class) {
            throw new IllegalArgumentException("parameter " + field.letter() + " must be int, or boolean for one bit");
        }
    }

    /** A handle of type (Semantics, int word)void that extracts the fields and calls the definition. */
    static MethodHandle bind(MethodHandles.Lookup lookup, Method method, List<Field> fields) {
        MethodHandle target = unreflect(lookup, method);
        Parameter[] parameters = method.getParameters();
        MethodHandle[] filters = new MethodHandle[parameters.length - 1];
        for (int i = 1; i < parameters.length; i++) {
            char letter = parameters[i].getName().charAt(0);
            int mask = mask(fields, letter);
            MethodHandle extractor = parameters[i].getType() == boolean.class ? FLAG : NUMBER;
            filters[i - 1] = MethodHandles.insertArguments(extractor, 1, mask);
        }
        MethodHandle filtered = MethodHandles.filterArguments(target, 1, filters);
        int[] order = new int[parameters.length];
        Arrays.fill(order, 1, order.length, 1);
        MethodHandle cast = filtered.asType(filtered.type().changeParameterType(0, Semantics.class));
        return MethodHandles.permuteArguments(cast, BUILDER, order);
    }

    private static int mask(List<Field> fields, char letter) {
        for (Field field : fields) {
            if (field.letter() == letter) {
                return field.mask();
            }
        }
        throw new IllegalArgumentException("no field " + letter);
    }

    private static MethodHandle unreflect(MethodHandles.Lookup lookup, Method method) {
        try {
            return lookup.unreflect(method);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(method + " is not accessible to " + lookup, e);
        }
    }

    private static MethodHandle own(String name, Class<?> result) {
        try {
            var type = MethodType.methodType(result, int.class, int.class);
            return MethodHandles.lookup().findStatic(Binding.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static int number(int word, int mask) {
        return Integer.compress(word, mask);
    }

    static boolean flag(int word, int mask) {
        return (word & mask) != 0;
    }
}
