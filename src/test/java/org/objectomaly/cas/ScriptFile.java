package org.objectomaly.cas;

import java.nio.file.Path;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.Natives;

/** Makes TorchScript files as {@code torch.jit.script(module).save(file)} does. */
public final class ScriptFile {
    private ScriptFile() {}

    /**
     * Makes a module without parameters.
     *
     * @param file to be written
     * @param body of {@code forward}, which takes the tensor {@code x}
     * @return the file
     */
    public static Path write(final Path file, final String body) {
        Natives.loadAll();
        try (JitModule module = new JitModule(new QualifiedName("__torch__.Network"))) {
            module.define("def forward(self, x):\n    " + body.strip().replace("\n", "\n    ") + "\n");
            module.save(file.toString());
        }
        return file;
    }

    /**
     * Makes a module that scores pictures by their brightness, until it raises an error.
     *
     * @param file to be written
     * @param pictures that it scores
     * @param error what it says at the next one
     * @return the file
     */
    public static Path failing(final Path file, final int pictures, final String error) {
        Natives.loadAll();
        try (JitModule module = new JitModule(new QualifiedName("__torch__.Network"))) {
            module.register_buffer("seen", torch.zeros(1));
            module.define("def forward(self, x):\n"
                    + "    assert int(self.seen) < " + pictures + ", '" + error + "'\n"
                    + "    self.seen.add_(1)\n"
                    + "    return torch.mean(x, 1, True)\n");
            module.save(file.toString());
        }
        return file;
    }
}
