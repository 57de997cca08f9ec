package org.objectomaly.cas;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.GenericDict;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.DeviceTrouble;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureInput;
import org.objectomaly.nn.Program;

/**
 * CAS by a network of the user's own, a TorchScript module. Loading and running it runs the code that is in the file.
 *
 * <pre>
 *   content of the picture -- resize, normalise -- module -- logits, rule -- enlarge -- map A0
 *                                                    |                          |
 *                                                    +---------- score ---------+
 * </pre>
 *
 * <p>The module takes {@code [1,3,H,W]}: R, G, B in single precision, normalised with ImageNet's statistics. It gives
 * either the logits of C known classes, {@code [1,C,h,w]} with C of 2 or more, or a score, higher for what is unexpected,
 * {@code [1,1,h,w]}, {@code [1,h,w]} or {@code [h,w]}; or a tuple or list whose first element is that, or a dict that has
 * it under {@code out}. No scale is known of any of them, so scores are taken as they are: those of MSP and ENTROPY lie in
 * 0..1 by themselves. To be used by one thread at a time.
 */
public final class ScriptScorer implements CoarseScorer {
    private static final String PREFIX = "script:";
    private static final String OUT = "out";
    private static final String USUAL_SIZE = "360p";
    /** Those that need no class behind the known ones. */
    private static final Set<PixelRule> RULES =
            Set.of(PixelRule.MAX_LOGIT, PixelRule.ENERGY, PixelRule.MSP, PixelRule.ENTROPY);

    private static final Pattern REASON = Pattern.compile("^[\\w.]*(?:Error|Exception): (.+)$", Pattern.MULTILINE);

    private final Path file;
    private final JitModule module;
    private final PixelRule asked;
    private final AnalysisSize size;
    private final Compute compute;
    private final ContentScores content;
    private final PictureInput input;
    /** From logits of the latest shape to scores, or null. */
    private Program rule;

    private long[] shape;

    private ScriptScorer(
            final Path file,
            final JitModule module,
            final PixelRule asked,
            final AnalysisSize size,
            final Compute compute) {
        this.file = file;
        this.module = module;
        this.asked = asked;
        this.size = size;
        this.compute = compute;
        this.content = new ContentScores(false, compute);
        this.input = new PictureInput(Normalisation.IMAGENET, size, compute);
    }

    /**
     * Whether a user means a module of their own.
     *
     * @param name as users write it
     * @return true for {@code script:FILE}
     */
    public static boolean isMeantBy(final String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * The file that is meant.
     *
     * @param name {@code script:FILE}
     * @return the file; it exists
     * @throws Fault of kind MODEL if there is none
     */
    public static Path file(final String name) {
        final Path file = Path.of(name.substring(PREFIX.length()));
        if (!Files.isRegularFile(file)) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "%s: there is no file \"%s\"; give the path of a TorchScript module, script:FILE.pt.",
                    name,
                    file);
        }
        return file;
    }

    /**
     * Loads a module.
     *
     * @param name {@code script:FILE}
     * @param rule from its logits to scores, or null for MSP, or where it gives scores itself
     * @param size at which it looks at pictures, or null for 360 rows
     * @param compute where it runs; the precision is its own
     * @return the scorer
     * @throws Fault of kind MODEL if the file is no TorchScript module, of kind USAGE if the rule needs a class behind the
     *     known ones
     */
    public static ScriptScorer open(
            final String name, final ScoreRule rule, final AnalysisSize size, final Compute compute) {
        if (rule != null && !(rule instanceof PixelRule known && RULES.contains(known))) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "%s has no score rule %s: all of its classes are known ones; there are max-logit, energy, msp and"
                            + " entropy.",
                    name,
                    rule.word());
        }
        final Path file = file(name);
        return new ScriptScorer(
                file,
                load(file, compute),
                (PixelRule) rule,
                size == null ? AnalysisSize.parse(USUAL_SIZE) : size,
                compute);
    }

    private static JitModule load(final Path file, final Compute compute) {
        final JitModule module;
        try {
            // Wherever it was when it was saved.
            final DeviceOptional here = new DeviceOptional(new Device(compute.device()));
            module = torch.load(file.toString(), here, true);
        } catch (final RuntimeException e) {
            throw unloadable(file, e);
        }
        module.retainReference();
        module.eval();
        return module;
    }

    private static Fault unloadable(final Path file, final RuntimeException cause) {
        final String sentence = isCheckpoint(file)
                ? "%s is a checkpoint and no TorchScript module: it holds weights alone, which --cas %<s takes."
                : "%s is no TorchScript module (%s); make one with torch.jit.script or torch.jit.trace and its save.";
        return Fault.of(Fault.Kind.MODEL, sentence, file, reason(cause)).because(cause);
    }

    private static boolean isCheckpoint(final Path file) {
        try {
            Checkpoint.read(file);
            return true;
        } catch (final Fault e) {
            return false;
        }
    }

    /** What Python would say last, or else the first line of all that libtorch says. */
    private static String reason(final RuntimeException cause) {
        final String all = String.valueOf(cause.getMessage()).strip();
        final List<MatchResult> reasons = REASON.matcher(all).results().toList();
        final String one = reasons.isEmpty()
                ? all.lines().findFirst().orElse("no reason given")
                : reasons.get(reasons.size() - 1).group(1);
        return one.strip().replaceFirst("\\.$", "");
    }

    @Override
    public PixelRule rule() {
        return asked == null ? PixelRule.MSP : asked;
    }

    @Override
    public AnalysisSize size() {
        return size;
    }

    @Override
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public void score(final Picture picture, final ScoreMap into) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            // Modules that were traced may rely on the usual order of the axes; and a copy is theirs to change.
            final Tensor output = run(input.of(picture).contiguous());
            final Tensor scores = scores(output.to(ScalarType.Float));
            // Where nothing was seen nothing is more unexpected than in the content, whatever the module's scale.
            content.put(
                    scores,
                    picture.content(),
                    into,
                    Math.min(lowest(), scores.min().item_float()));
        }
    }

    private Tensor run(final Tensor picture) {
        final IValue output;
        try {
            output = module.forward(new IValueVector(new IValue(picture)));
        } catch (final RuntimeException e) {
            if (DeviceTrouble.fault(e) != null) {
                throw e;
            }
            throw Fault.of(
                            Fault.Kind.MODEL,
                            "%s failed on a picture %s: %s.",
                            file,
                            Arrays.toString(sides(picture)),
                            reason(e))
                    .because(e);
        }
        return tensor(output);
    }

    private Tensor tensor(final IValue value) {
        if (value.isTensor()) {
            return value.toTensor();
        }
        if (value.isTuple() && value.toTupleRef().size() > 0) {
            return tensor(value.toTupleRef().elements().at(0));
        }
        if (value.isList() && value.toListRef().size() > 0) {
            return tensor(value.toListRef().get(0));
        }
        if (value.isGenericDict()) {
            final GenericDict dict = value.toGenericDict();
            final IValue key = new IValue(OUT);
            if (dict.contains(key)) {
                return tensor(dict.at(key));
            }
        }
        throw unusable(
                "no tensor", "it has to be a tensor, a tuple or list that begins with one, or a dict with \"out\"");
    }

    /** {@code [1,1,h,w]} of whatever the module gave. */
    private Tensor scores(final Tensor output) {
        final long[] sides = sides(output);
        final boolean isMap = Arrays.stream(sides).allMatch(side -> side > 0)
                && (sides.length == 2 || sides.length == 3 && sides[0] == 1 || sides.length == 4 && sides[0] == 1);
        if (!isMap) {
            throw unusable(
                    "a tensor " + Arrays.toString(sides),
                    "logits are [1,C,h,w] with C of 2 or more, a score is [1,1,h,w], [1,h,w] or [h,w]");
        }
        if (sides.length == 4 && sides[1] > 1) {
            if (rule == null || !Arrays.equals(sides, shape)) {
                drawRule(sides);
            }
            return rule.run(output);
        }
        if (asked != null) {
            throw Fault.of(Fault.Kind.USAGE, "%s gives a score and no logits, to which no score rule applies.", file);
        }
        return output.reshape(1, 1, sides[sides.length - 2], sides[sides.length - 1]);
    }

    private void drawRule(final long... sides) {
        closeRule();
        final int known = Math.toIntExact(sides[1]);
        rule = Program.of(
                compute,
                sketch -> List.of(rule().draw(
                                sketch,
                                sketch.input(known, Math.toIntExact(sides[2]), Math.toIntExact(sides[3])),
                                known)));
        shape = sides;
    }

    private static long[] sides(final Tensor tensor) {
        return tensor.sizes().vec().get();
    }

    private Fault unusable(final String what, final String wanted) {
        return Fault.of(Fault.Kind.MODEL, "%s gives %s for a picture; %s.", file, what, wanted);
    }

    private void closeRule() {
        if (rule != null) {
            rule.close();
            rule = null;
        }
    }

    @Override
    public void close() {
        closeRule();
        input.close();
        module.releaseReference();
    }
}
