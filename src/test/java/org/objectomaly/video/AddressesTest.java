package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtsp://camera:554/live | rtsp://camera:554/live",
                "rtsp://user:pass@camera:554/live | rtsp://camera:554/live",
                "rtsp://user@camera/live | rtsp://camera/live",
                "rtsp://user:p@ss:w@rd@camera/live | rtsp://camera/live",
                "rtsp://user:pa/ss@camera/live | rtsp://camera/live",
                "rtsp://user:pa?ss@camera/live | rtsp://camera/live",
                "rtsp://user:pa#ss@camera/live | rtsp://camera/live",
                "rtsp://us@er:pa/s@s@camera/live | rtsp://camera/live",
                "rtsp://user:pass@[fe80::1]:554/live | rtsp://[fe80::1]:554/live",
                "rtsp://[fe80::1]:554/live@720p | rtsp://[fe80::1]:554/live@720p",
                "rtsp://camera:554/live@720p | rtsp://camera:554/live@720p",
                "http://camera/v?token=abc&size=2&Password=d%20e | http://camera/v?token=***&size=2&Password=***",
                "http://camera/v?user=me&pwd=x#auth=1 | http://camera/v?user=me&pwd=***#auth=***",
                "http://camera/v?access_token=a;api-key=b | http://camera/v?access_token=***;api-key=***",
                "srt://host:9000?passphrase=0123456789&streamid=read:x:me:pw | srt://host:9000?passphrase=***&streamid=***",
                "user:pass@camera/live | camera/live",
                "rtsp:/user:pass@camera/live | camera/live",
                "rtsp//user:pass@camera/live | camera/live",
                "rtsp:user:pass@camera/live | camera/live",
                "rtsp:/user:pass@camera:554/live?token=a | camera:554/live?token=***",
                "rtsp://camera/user=me_password=s3cret_channel=1_stream=0.sdp | rtsp://camera/user=me_password=***_channel=1_stream=0.sdp",
                "rtsp://camera/user=me&password=s3cret&channel=1.sdp?x | rtsp://camera/user=me&password=***&channel=1.sdp?x",
                "rtsp://camera/PWD=s3cret/1 | rtsp://camera/PWD=***/1",
                "rtsp://camera/live_pass=s3cret | rtsp://camera/live_pass=***",
                "rtsp://camera/passwd=s3cret?channel=1 | rtsp://camera/passwd=***?channel=1",
                "http://camera/v?passphrase=a_b | http://camera/v?passphrase=***",
                "//user:pass@camera/live | camera/live",
                "videos/a@b.mp4 | videos/a@b.mp4",
                "/videos/12:30/a@b.mp4 | /videos/12:30/a@b.mp4",
                "/videos/compass=north_1.mp4 | /videos/compass=north_1.mp4",
                "/videos/a@b.mp4 | /videos/a@b.mp4",
                "/dev/video0 | /dev/video0",
                "'' | ''"
            })
    void shouldTakeSecretsOutOfAddresses(final String address, final String shown) {
        assertEquals(shown, Addresses.withoutSecrets(address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drive.mp4 | drive",
                "videos/a.b.mkv | a.b",
                ".hidden | .hidden",
                "/dev/video0 | video0",
                "- | standard-input",
                "rtsp://camera:554/live | live",
                "rtsp://user:pass@10.0.0.2 | 10.0.0.2",
                "rtsp://user:pass@10.0.0.2:554/ | 10.0.0.2_554",
                "https://host/films/drive.mp4?token=s3cret | drive",
                "rtsp://camera/user=me_password=s3cret_channel=1.sdp | user_me_password_____channel_1"
            })
    void shouldNameFilesWithoutSecrets(final String source, final String stem) {
        assertEquals(stem, Addresses.stem(source));
    }
}
