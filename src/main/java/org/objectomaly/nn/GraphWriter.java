package org.objectomaly.nn;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueVector;
import org.bytedeco.pytorch.global.torch;

/** Writes operations into a TorchScript graph under their schema names, such as {@code aten::add}. */
final class GraphWriter {
    /** Stands for the schema's {@code None}. */
    static final Object NONE = new Object();

    private final Graph graph;

    GraphWriter(final Graph graph) {
        this.graph = graph;
    }

    Value input() {
        return graph.addInput();
    }

    /** One operation with one result; the arguments are all of the schema's, in its order. */
    Value op(final String schema, final Object... arguments) {
        return ops(schema, 1, arguments).output();
    }

    /** One operation with several results. */
    JitNode ops(final String schema, final int results, final Object... arguments) {
        final ValueVector values = new ValueVector();
        for (final Object argument : arguments) {
            values.push_back(argument instanceof Value value ? value : constant(argument));
        }
        return graph.insertNode(graph.create(Symbol.fromQualString(schema), values, results));
    }

    /** A list made while the graph runs, as {@code cat} and the scalars of fused convolutions need. */
    Value list(final String elementType, final Object... elements) {
        final ValueVector values = new ValueVector();
        for (final Object element : elements) {
            values.push_back(element instanceof Value value ? value : constant(element));
        }
        return graph.insertNode(graph.createList(type(elementType), values)).output();
    }

    private Value constant(final Object constant) {
        if (constant == NONE) {
            return graph.insertNode(graph.createNone()).output();
        }
        if (constant instanceof Tensor tensor) {
            // Through the attribute, because the ready-made constant refuses weights in oneDNN's own layout.
            final JitNode node = graph.create(Symbol.fromQualString("prim::Constant"), 1);
            node.t_(Symbol.attr("value"), tensor);
            return graph.insertNode(node).output();
        }
        if (constant instanceof Compute compute) {
            try (Device device = new Device(compute.device())) {
                return graph.insertConstant(new IValue(device));
            }
        }
        return graph.insertConstant(plain(constant));
    }

    private static IValue plain(final Object constant) {
        if (constant instanceof Integer number) {
            return new IValue(number.longValue());
        }
        if (constant instanceof Double number) {
            return new IValue(number.doubleValue());
        }
        if (constant instanceof Boolean truth) {
            return new IValue(truth.booleanValue());
        }
        if (constant instanceof String text) {
            return new IValue(text);
        }
        if (constant instanceof int[] numbers) {
            final GenericList list = new GenericList(type("int"));
            for (final int number : numbers) {
                list.push_back(new IValue((long) number));
            }
            return new IValue(list);
        }
        throw new IllegalArgumentException("no constant of " + constant.getClass());
    }

    /** The schema parser is the only door of the bindings to most types. */
    private static Type.TypePtr type(final String name) {
        return torch.parseSchema("list::of(" + name + "[] x) -> ()")
                .arguments()
                .type()
                .get()
                .containedType(0);
    }
}
